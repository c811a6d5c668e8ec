package io.bellows.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import org.junit.jupiter.api.Test;

class TanhGoldenTest {
  /** Two units in the last place of numbers below 1, and of their squares. */
  private static final double RELATIVE = 2 * 0x1p-23;

  private static final double OF_DERIVATIVE = 4 * 0x1p-24;

  @Test
  void applyWithDerivative_knownNumbers_isThatOfPyTorch() {
    JsonNode golden = Golden.read("tanh.pytorch-2.13.0.json");
    float[] z = Golden.floats(golden.get("z"));
    double[] expected = Golden.numbers(golden.get("tanh"));
    double[] slopes = Golden.numbers(golden.get("derivative"));
    float[] a = new float[z.length];
    float[] derivative = new float[z.length];
    new Tanh().applyWithDerivative(z, a, derivative, 0, z.length);
    for (int i = 0; i < z.length; i++) {
      assertThat((double) a[i])
          .as("tanh %s", z[i])
          .isCloseTo(expected[i], within(RELATIVE * Math.abs(expected[i])));
      assertThat((double) derivative[i])
          .as("slope at %s", z[i])
          .isCloseTo(slopes[i], within(OF_DERIVATIVE));
    }
    assertThat(z).hasSize(44);
  }

  @Test
  void apply_nan_isNan() {
    float[] a = new float[1];
    new Tanh().apply(new float[] {Float.NaN}, a, 0, 1);
    assertThat(a).containsExactly(Float.NaN);
  }
}
