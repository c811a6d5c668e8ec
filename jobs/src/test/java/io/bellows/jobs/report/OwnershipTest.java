package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OwnershipTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  @TempDir Path parent;
  private final List<String> said = new ArrayList<>();
  private Path run;

  @BeforeEach
  void nameRun() {
    run = parent.resolve("run");
  }

  private Ownership claimed(Duration beat, Duration silence) {
    return Ownership.claimed(run.toString(), new Ownership.Rhythm(beat, silence), said::add);
  }

  private JsonNode attempt(String name) throws Exception {
    return new ObjectMapper().readTree(run.resolve("attempts/" + name + ".json").toFile());
  }

  @Test
  void claimed_noOwner_isTheFirstAttemptAndSaysWhoItIs() throws Exception {
    try (Ownership owner = claimed(LONG, LONG)) {
      owner.require();

      assertThat(owner.attempt()).isEqualTo(1);
      assertThat(attempt("1").path("process").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(attempt("1").path("host").asText()).isNotBlank();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void claimed_ownerThatHasEnded_doesNotWait() throws Exception {
    try (Ownership first = claimed(LONG, LONG)) {
      Files.writeString(run.resolve("bellows.json"), "");
      assertThat(first.attempt()).isEqualTo(1);
    }
    assertThat(attempt("1.life").path("ended").asBoolean()).isTrue();

    try (Ownership second = claimed(LONG, LONG)) {
      assertThat(second.attempt()).isEqualTo(2);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void claimed_ownerThatGivesSignsOfLife_isRefusedNamingIt() {
    try (Ownership owner = claimed(SHORT, LONG)) {
      owner.require();
      assertThatThrownBy(() -> claimed(LONG, LONG))
          .isInstanceOf(OutputException.class)
          .hasMessageMatching(
              "cannot train into "
                  + run
                  + ": process "
                  + ProcessHandle.current().pid()
                  + " on host \\S+ is training into it; wait for its end, stop it, or choose another"
                  + " output");
      owner.require();
    }
  }

  /** The old one has not died, it had only stopped for a while. */
  @Test
  void claimed_ownerThatIsSilent_isReplacedAndWritesNoMore() {
    Ownership silent = claimed(LONG, LONG);

    Ownership next = claimed(LONG, SHORT);

    assertThat(next.attempt()).isEqualTo(2);
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("process " + ProcessHandle.current().pid() + " on host ");
    next.require();
    assertThatThrownBy(silent::require)
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("cannot go on: process ")
        .hasMessageContaining(" has taken " + run + " over");
  }

  /** As a storage leaves it that deletes a file before it gives another one its name. */
  @Test
  void claimed_ownerWhoseSignOfLifeIsLost_doesNotFreeItsNumber() throws Exception {
    try (Ownership first = claimed(LONG, LONG)) {
      Files.writeString(run.resolve("bellows.json"), "");
      assertThat(first.attempt()).isEqualTo(1);
    }
    Files.delete(run.resolve("attempts/1.life.json"));

    try (Ownership second = claimed(LONG, SHORT)) {
      assertThat(second.attempt()).isEqualTo(2);
    }
  }

  /** As a crash in the middle of the very first write leaves it. */
  @Test
  void claimed_ownerWhoseFileIsEmpty_isReplacedWhenSilent() throws Exception {
    Files.createDirectories(run.resolve("attempts"));
    Files.writeString(run.resolve("attempts/7.json"), "");

    try (Ownership owner = claimed(LONG, SHORT)) {
      assertThat(owner.attempt()).isEqualTo(8);
    }
  }

  @Test
  void close_ofAFolderThatHoldsNothingElse_leavesNoTrace() throws Exception {
    claimed(LONG, LONG).close();
    assertThat(run).doesNotExist();

    Files.createDirectory(run);
    claimed(LONG, LONG).close();
    assertThat(run).isEmptyDirectory();
  }

  @Test
  void claimed_whereNothingCanBeWritten_saysSo() throws Exception {
    Files.writeString(run, "");

    assertThatThrownBy(() -> claimed(LONG, LONG))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith(
            "cannot use the output folder " + run + ": it cannot be written to (");
  }
}
