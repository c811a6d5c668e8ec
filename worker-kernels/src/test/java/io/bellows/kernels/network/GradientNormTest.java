package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientNormTest {
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.network.TestLayouts#widths")
  void norm_rowMajorOrPanelsInParts_hasTheSameBitsAndThoseOfNoOtherNumber(
      DenseKernels kernels, List<Integer> widths) {
    ParameterLayout layout = TestLayouts.of(widths);
    float[] gradient = TestMatrices.gaussian(1, layout.size(), 7).data;

    GradientNorm whole = new GradientNorm(layout);
    whole.look(gradient, new ColumnSquares());

    double squares = 0;
    for (float number : gradient) {
      squares += (double) number * number;
    }
    assertThat(whole.norm()).isCloseTo(Math.sqrt(squares), within(1e-5 * Math.sqrt(squares)));
    assertThat(inParts(kernels, layout, gradient)).isEqualTo(whole.norm());
  }

  private static double inParts(DenseKernels kernels, ParameterLayout layout, float[] gradient) {
    GradientNorm norm = new GradientNorm(layout);
    for (int layer = 0; layer < layout.layers(); layer++) {
      int outputs = layout.outputs().get(layer);
      PanelMatrix W = TestLayouts.matrix(kernels, layout, layer);
      float[] dW = TestLayouts.stored(W, layout, layer, gradient);
      float[][] vectors = new float[layout.vectors().get(layer)][outputs];
      for (int vector = 0; vector < vectors.length; vector++) {
        int offset = layout.vectorOffset(layer, vector);
        System.arraycopy(gradient, offset, vectors[vector], 0, outputs);
      }
      for (int member = 0; member < 3; member++) {
        Range units = Range.of(outputs).part(member, 3, DenseKernels.GRAIN);
        norm.look(layer, W, dW, vectors, units, new ColumnSquares());
      }
    }
    return norm.norm();
  }
}
