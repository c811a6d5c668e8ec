package io.bellows.kernels.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnConstraintTest {
  private static final int[] SIZES = {1, 3, 7, 8, 9, 15, 16, 17, 64, 127, 128, 129};

  /** Columns of norm 5, 0.5 and 10, held to 5. */
  @Test
  void apply_columnsAboveAndBelow_scalesBackThoseAboveOnly() {
    float[] W = {3, 0.3f, -6, 4, 0.4f, 8};
    new ColumnConstraint(new MaxNorm(5)).apply(W, 0, 2, 3, 3);
    assertThat(W).containsExactly(3, 0.3f, -3, 4, 0.4f, 4);
  }

  /** Bits of eight chains of squares along the inputs, added up in pairs. */
  @Test
  void apply_anySize_hasTheBitsOfPlainLoops() {
    int above = 0;
    int below = 0;
    for (int inputs : SIZES) {
      for (int outputs : SIZES) {
        float[] W = TestMatrices.gaussian(inputs, outputs, inputs + 31L * outputs).data;
        double limit = Math.sqrt(inputs);
        float[] expected = W.clone();
        for (int column = 0; column < outputs; column++) {
          if (constrainPlainly(expected, inputs, outputs, column, limit)) {
            above++;
          } else {
            below++;
          }
        }
        new ColumnConstraint(new MaxNorm(limit)).apply(W, 0, inputs, outputs, outputs);
        assertThat(W).containsExactly(expected);
      }
    }
    assertThat(above).isGreaterThan(1_000);
    assertThat(below).isGreaterThan(1_000);
  }

  private static boolean constrainPlainly(
      float[] W, int inputs, int outputs, int column, double limit) {
    float[] chains = new float[8];
    double norm = 0;
    for (int input = 0; input < inputs; input++) {
      float w = W[input * outputs + column];
      chains[input % 8] += w * w;
      norm += (double) w * w;
    }
    float square =
        ((chains[0] + chains[1]) + (chains[2] + chains[3]))
            + ((chains[4] + chains[5]) + (chains[6] + chains[7]));
    // 16 additions a chain at most, 3 in the tree, and the product: 20 roundings.
    assertThat((double) square).isCloseTo(norm, within(20 * 0x1p-24 * norm));
    if (square <= (float) (limit * limit)) {
      return false;
    }
    float factor = (float) (limit / Math.sqrt(square));
    for (int input = 0; input < inputs; input++) {
      W[input * outputs + column] *= factor;
    }
    return true;
  }

  static Stream<Arguments> sizes() {
    return TestKernels.with(Stream.of(1, 8, 33, 129));
  }

  /** Whoever holds which columns, in whatever layout. */
  @ParameterizedTest
  @MethodSource("sizes")
  void apply_panelsInParts_hasTheBitsOfRowMajor(DenseKernels kernels, int inputs) {
    for (int outputs : SIZES) {
      float[] W = TestMatrices.gaussian(inputs, outputs, 5).data;
      PanelMatrix panels = kernels.weights(inputs, outputs);
      panels.fromRowMajor(W, 0, panels.data());
      MaxNorm maxNorm = new MaxNorm(Math.sqrt(inputs));
      new ColumnConstraint(maxNorm).apply(W, 0, inputs, outputs, outputs);
      for (int part = 0; part < 3; part++) {
        new ColumnConstraint(maxNorm)
            .apply(panels, Range.of(outputs).part(part, 3, DenseKernels.GRAIN));
      }
      float[] result = new float[W.length];
      panels.toRowMajor(panels.data(), result, 0);
      assertThat(result).containsExactly(W);
    }
  }

  @Test
  void apply_someColumns_leavesTheOthers() {
    float[] W = {3, 3, 3, 4, 4, 4};
    new ColumnConstraint(new MaxNorm(2.5)).apply(W, 1, 2, 1, 3);
    assertThat(W).containsExactly(3, 1.5f, 3, 4, 2, 4);
  }

  /** A run that diverges shall be seen to do so. */
  @Test
  void apply_notFinite_isLeft() {
    float[] W = {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, 3};
    new ColumnConstraint(new MaxNorm(1)).apply(W, 0, 1, 4, 4);
    assertThat(W).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 1e30f, 1);
  }

  @Test
  void apply_again_changesNothing() {
    float[] W = TestMatrices.gaussian(100, 50, 3).data;
    ColumnConstraint constraint = new ColumnConstraint(new MaxNorm(2));
    constraint.apply(W, 0, 100, 50, 50);
    float[] once = W.clone();
    constraint.apply(W, 0, 100, 50, 50);
    assertThat(W).containsExactly(once, within(1e-6f));
  }
}
