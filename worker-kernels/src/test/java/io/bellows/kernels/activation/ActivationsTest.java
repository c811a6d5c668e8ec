package io.bellows.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ActivationsTest {
  private static final float[] Z = {-2, -0f, 0, 3, Float.NEGATIVE_INFINITY, Float.NaN, 99};

  @Test
  void forward_relu_isThePositivePartAndKeepsNan() {
    float[] a = new float[Z.length];
    new Relu().forward(Z, a, 6);
    assertThat(a).containsExactly(0, 0, 0, 3, 0, Float.NaN, 0);
  }

  @Test
  void backward_relu_stopsWhereTheInputWasNotPositive() {
    float[] dA = {5, 6, 7, 8, 9, 10, 11};
    new Relu().backward(Z, new float[Z.length], dA, 5);
    assertThat(dA).containsExactly(0, 0, 0, 8, 0, 10, 11);
  }

  @Test
  void forwardAndBackward_identity_copyAndLeaveAlone() {
    float[] a = new float[Z.length];
    new Identity().forward(Z, a, 4);
    assertThat(a).containsExactly(-2, -0f, 0, 3, 0, 0, 0);
    float[] dA = {5, 6};
    new Identity().backward(Z, a, dA, 2);
    assertThat(dA).containsExactly(5, 6);
  }

  @Test
  void named_knownNames_areTheActivations() {
    assertThat(Activations.REGISTRY.named("relu")).isEqualTo(new Relu());
    assertThat(Activations.REGISTRY.named("identity")).isEqualTo(new Identity());
  }

  @Test
  void named_unknownName_namesTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activations.REGISTRY.named("relo"))
        .withMessage("unknown activation \"relo\"; expected one of relu, identity");
  }
}
