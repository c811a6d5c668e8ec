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

class MatrixNormsTest {
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.network.TestLayouts#widths")
  void norm_rowMajorOrPanelsInParts_hasTheSameBitsAndThoseOfNoOtherNumber(
      DenseKernels kernels, List<Integer> widths) {
    ParameterLayout layout = TestLayouts.of(widths);
    float[] numbers = TestMatrices.gaussian(1, layout.size(), 7).data;
    MatrixNorms whole = new MatrixNorms(layout);
    MatrixNorms parts = new MatrixNorms(layout);
    for (int layer = 0; layer < layout.layers(); layer++) {
      whole.look(layer, numbers, new ColumnSquares());
      look(parts, layer, kernels, layout, numbers);
    }
    for (int layer = 0; layer < layout.layers(); layer++) {
      double squares = 0;
      for (int i = layout.weightOffset(layer); i < layout.biasOffset(layer); i++) {
        squares += (double) numbers[i] * numbers[i];
      }
      double expected = Math.sqrt(squares);
      assertThat(whole.norm(layer)).isCloseTo(expected, within(1e-5 * expected));
      assertThat(parts.norm(layer)).isEqualTo(whole.norm(layer));
    }
  }

  private static void look(
      MatrixNorms norms, int layer, DenseKernels kernels, ParameterLayout layout, float[] flat) {
    int outputs = layout.outputs().get(layer);
    PanelMatrix W = TestLayouts.matrix(kernels, layout, layer);
    float[] numbers = TestLayouts.stored(W, layout, layer, flat);
    for (int member = 0; member < 3; member++) {
      Range units = Range.of(outputs).part(member, 3, DenseKernels.GRAIN);
      norms.look(layer, W, numbers, units, new ColumnSquares());
    }
  }
}
