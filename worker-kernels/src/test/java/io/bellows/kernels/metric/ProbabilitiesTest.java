package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestMatrices;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {
  @Test
  void mostProbable_equalNumbers_isTheFirst() {
    assertThat(Probabilities.mostProbable(TestMatrices.of(new float[] {1, 2, 2}), 0)).isEqualTo(1);
  }

  @Test
  void of_oneNumberARow_isTheProbabilityOfTheSecondOfTwoClasses() {
    FMatrixRMaj predictions =
        TestMatrices.of(new float[] {0.25f}, new float[] {0.75f}, new float[] {0.5f});
    assertThat(Probabilities.classes(predictions)).isEqualTo(2);
    assertThat(Probabilities.of(predictions, 0, 0)).isEqualTo(0.75);
    assertThat(Probabilities.of(predictions, 0, 1)).isEqualTo(0.25);
    assertThat(Probabilities.mostProbable(predictions, 0)).isZero();
    assertThat(Probabilities.mostProbable(predictions, 1)).isEqualTo(1);
    assertThat(Probabilities.mostProbable(predictions, 2)).isZero();
  }
}
