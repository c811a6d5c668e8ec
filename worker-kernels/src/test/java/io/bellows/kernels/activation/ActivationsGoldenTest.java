package io.bellows.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsGoldenTest {
  /** Of numbers up to 1 and of the largest: a few units in the last place. */
  private static final double ABSOLUTE = 3e-7;

  private static final double RELATIVE = 0x1p-22;

  /** Of a central difference with single-precision values. */
  private static final float STEP = 0x1p-7f;

  private static final double OF_DIFFERENCE = 2e-4;

  @ParameterizedTest
  @ValueSource(strings = {"leaky-relu", "elu", "gelu", "silu", "sigmoid", "softplus"})
  void applyWithDerivative_knownNumbers_isThatOfPyTorch(String name) {
    JsonNode golden = Golden.read("activations.pytorch-2.13.0.json");
    float[] z = Golden.floats(golden.get("z"));
    double[] expected = Golden.numbers(golden.get(name).get("a"));
    double[] slopes = Golden.numbers(golden.get(name).get("derivative"));
    float[] a = new float[z.length];
    float[] derivative = new float[z.length];
    Activations.REGISTRY.named(name).applyWithDerivative(z, a, derivative, 0, z.length);
    for (int i = 0; i < z.length; i++) {
      assertThat((double) a[i])
          .as("%s of %s", name, z[i])
          .isCloseTo(expected[i], within(ABSOLUTE + RELATIVE * Math.abs(expected[i])));
      assertThat((double) derivative[i])
          .as("slope of %s at %s", name, z[i])
          .isCloseTo(slopes[i], within(ABSOLUTE));
    }
    assertThat(z).hasSize(44);
  }

  /** Away from 0, where leaky-relu has a kink and elu one in its slope. */
  @ParameterizedTest
  @ValueSource(strings = {"leaky-relu", "elu", "gelu", "silu", "sigmoid", "softplus"})
  void applyWithDerivative_manyNumbers_isThatOfCentralDifferences(String name) {
    Activation activation = Activations.REGISTRY.named(name);
    for (float z = -6.03125f; z < 6; z += 0.0625f) {
      float[] around = {z - STEP, z, z + STEP};
      float[] a = new float[around.length];
      float[] derivative = new float[around.length];
      activation.applyWithDerivative(around, a, derivative, 0, around.length);
      double difference = ((double) a[2] - a[0]) / (2 * STEP);
      assertThat((double) derivative[1])
          .as("slope of %s at %s", name, z)
          .isCloseTo(difference, within(OF_DIFFERENCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaky-relu", "elu", "gelu", "silu", "sigmoid", "softplus"})
  void applyWithDerivative_extremes_isNanOnlyForNan(String name) {
    float[] z = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE
    };
    float[] a = new float[z.length];
    float[] derivative = new float[z.length];
    Activations.REGISTRY.named(name).applyWithDerivative(z, a, derivative, 0, z.length);
    assertThat(a[0]).isNaN();
    for (int i = 1; i < z.length; i++) {
      assertThat(a[i]).as("%s of %s", name, z[i]).isNotNaN();
      assertThat(derivative[i]).as("slope of %s at %s", name, z[i]).isBetween(-1e-6f, 1f);
    }
  }
}
