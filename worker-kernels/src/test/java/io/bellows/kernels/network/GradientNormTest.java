package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GradientNormTest {
  static Stream<Arguments> shapes() {
    return TestKernels.with(
        Stream.of(
            List.of(1, 1), List.of(3, 5, 2), List.of(37, 16, 17, 4), List.of(130, 33, 64, 10)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void norm_rowMajorOrPanelsInParts_hasTheSameBitsAndThoseOfNoOtherNumber(
      DenseKernels kernels, List<Integer> widths) {
    ParameterLayout layout =
        new ParameterLayout(
            widths.subList(0, widths.size() - 1),
            widths.subList(1, widths.size()),
            List.of(3, 1, 3).subList(0, widths.size() - 1));
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
      PanelMatrix W = kernels.weights(layout.inputs().get(layer), outputs);
      float[] dW = new float[W.data().length];
      W.fromRowMajor(gradient, layout.weightOffset(layer), dW);
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
