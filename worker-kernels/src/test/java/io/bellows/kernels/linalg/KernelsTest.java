package io.bellows.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ladder, in JVMs of its own where a rung must refuse. */
class KernelsTest {
  /** What another JVM prints: the choice, then what a task is told. */
  public static final class Ladder {
    private Ladder() {}

    public static void main(String[] arguments) {
      System.out.println(Kernels.choose(Kernels.AUTO).reason());
      assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(Kernels.VECTOR::create);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Kernels.choose("vector"))
          .satisfies(refusal -> System.out.println(refusal.getMessage()));
    }
  }

  @Test
  void choose_ejml_isTaken() {
    assertThat(Kernels.choose("ejml"))
        .isEqualTo(new Kernels.Choice(Kernels.EJML, "ejml, as training.kernels says"));
  }

  @Test
  void choose_moduleNotThere_namesTheOption() throws Exception {
    assertThat(ladder())
        .containsExactly(
            "ejml, several times slower than vector, since the module jdk.incubator.vector is not readable; start Java with --add-modules jdk.incubator.vector",
            "Cannot run the vector kernels in this JVM: the module jdk.incubator.vector is not readable; start Java with --add-modules jdk.incubator.vector; or set training.kernels = ejml");
  }

  @Test
  void choose_noFusedMultiplyAdd_saysSo() throws Exception {
    assertThat(ladder("--add-modules=jdk.incubator.vector", "-XX:-UseFMA"))
        .first()
        .isEqualTo(
            "ejml, several times slower than vector, since the processor has no fused multiply-add, or -XX:-UseFMA hides it; use another machine or leave that option out");
  }

  @Test
  void choose_noCompiler_saysSo() throws Exception {
    assertThat(ladder("--add-modules=jdk.incubator.vector", "-Xint"))
        .first()
        .isEqualTo(
            "ejml, several times slower than vector, since Java runs without its compiler; leave out -Xint");
  }

  @Test
  void create_eachThatRuns_hasTheNameOfTheSetting() {
    for (Kernels kernels : Kernels.values()) {
      if (kernels.refusal().isEmpty()) {
        assertThat(kernels.create().name()).isEqualTo(kernels.settingName());
      }
    }
    assertThat(Kernels.settings()).containsExactly("auto", "vector", "ejml");
  }

  private static List<String> ladder(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Ladder.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
