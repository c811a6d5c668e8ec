package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.initializer.Initializers;
import io.bellows.kernels.initializer.VarianceScaling;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry<Integer> numbers =
      new Registry<>("number", List.of(3, 1, 2), i -> "n" + i);

  @Test
  void names_anyOrder_areInTheOrderOfRegistration() {
    assertThat(numbers.names()).containsExactly("n3", "n1", "n2");
  }

  @Test
  void named_knownName_isItsSpec() {
    assertThat(numbers.named("n1")).isEqualTo(1);
  }

  @Test
  void named_unknownName_namesTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers.named("n4"))
        .withMessage("unknown number \"n4\"; expected one of n3, n1, n2");
  }

  @Test
  void named_initializer_isRegistered() {
    assertThat(Initializers.REGISTRY.named("he-normal")).isEqualTo(VarianceScaling.HE_NORMAL);
  }
}
