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

class MatrixNormsTest {
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
    PanelMatrix W = kernels.weights(layout.inputs().get(layer), outputs);
    float[] numbers = new float[W.data().length];
    W.fromRowMajor(flat, layout.weightOffset(layer), numbers);
    for (int member = 0; member < 3; member++) {
      Range units = Range.of(outputs).part(member, 3, DenseKernels.GRAIN);
      norms.look(layer, W, numbers, units, new ColumnSquares());
    }
  }
}
