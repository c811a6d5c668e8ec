package io.bellows.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Index.atIndex;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsTest {
  private static final float[] Z = {-2, -0f, 0, 3, Float.NEGATIVE_INFINITY, Float.NaN, 99};

  @Test
  void apply_relu_isThePositivePartAndKeepsNan() {
    float[] a = new float[Z.length];
    new Relu().apply(Z, a, 0, 6);
    assertThat(a).containsExactly(0, 0, 0, 3, 0, Float.NaN, 0);
  }

  @Test
  void applyWithDerivative_relu_stopsWhereTheInputWasNotPositive() {
    float[] a = {5, 6, 7, 8, 9, 10, 11};
    float[] derivative = {5, 6, 7, 8, 9, 10, 11};
    new Relu().applyWithDerivative(Z, a, derivative, 0, 5);
    assertThat(a).containsExactly(0, 0, 0, 3, 0, 10, 11);
    assertThat(derivative).containsExactly(0, 0, 0, 1, 0, 10, 11);
  }

  /** 1 or 0 exactly, from the smallest to the largest number. */
  @Test
  void applyWithDerivative_reluOfExtremes_isExactlyOneOrZero() {
    float[] z = {
      Float.MIN_VALUE, Float.MIN_NORMAL, 1, Float.MAX_VALUE, Float.POSITIVE_INFINITY,
      -Float.MIN_VALUE, -Float.MIN_NORMAL, -1, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY
    };
    float[] derivative = new float[z.length];
    new Relu().applyWithDerivative(z, new float[z.length], derivative, 0, z.length);
    assertThat(derivative).containsExactly(1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void apply_identity_copiesAndHasSlopeOne() {
    float[] a = new float[Z.length];
    new Identity().apply(Z, a, 0, 4);
    assertThat(a).containsExactly(-2, -0f, 0, 3, 0, 0, 0);
    float[] derivative = {5, 6, 7};
    new Identity().applyWithDerivative(Z, a, derivative, 0, 2);
    assertThat(derivative).containsExactly(1, 1, 7);
  }

  /** Several tasks share one array, each with places of its own. */
  @ParameterizedTest
  @MethodSource("activations")
  void apply_somePlaces_leavesTheOthersAlone(Activation activation) {
    float[] a = {9, 9, 9, 9, 9};
    activation.apply(new float[] {1, 2, 3, 4, 5}, a, 2, 4);
    float[] expected = new float[5];
    activation.apply(new float[] {1, 2, 3, 4, 5}, expected, 0, 5);
    assertThat(a).containsExactly(9, 9, expected[2], expected[3], 9);
    float[] b = {9, 9, 9, 9, 9};
    float[] derivative = {8, 8, 8, 8, 8};
    activation.applyWithDerivative(new float[] {1, 2, 3, 4, 5}, b, derivative, 2, 4);
    assertThat(b).containsExactly(9, 9, expected[2], expected[3], 9);
    assertThat(derivative).startsWith(8, 8).endsWith(8).doesNotContain(8, atIndex(2));
    assertThat(derivative).doesNotContain(8, atIndex(3));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void apply_inPlace_isAsElsewhere(Activation activation) {
    float[] elsewhere = new float[Z.length];
    activation.apply(Z, elsewhere, 0, Z.length);
    float[] inPlace = Z.clone();
    activation.apply(inPlace, inPlace, 0, Z.length);
    assertThat(inPlace).containsExactly(elsewhere);
  }

  static Stream<Activation> activations() {
    return Activations.REGISTRY.names().stream().map(Activations.REGISTRY::named);
  }

  @Test
  void named_knownNames_areTheActivations() {
    assertThat(Activations.REGISTRY.named("relu")).isEqualTo(new Relu());
    assertThat(Activations.REGISTRY.named("tanh")).isEqualTo(new Tanh());
    assertThat(Activations.REGISTRY.named("identity")).isEqualTo(new Identity());
  }

  @Test
  void named_unknownName_namesTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activations.REGISTRY.named("relo"))
        .withMessage(
            "unknown activation \"relo\"; expected one of relu, tanh, identity, leaky-relu, elu, gelu, silu,"
                + " sigmoid, softplus");
  }
}
