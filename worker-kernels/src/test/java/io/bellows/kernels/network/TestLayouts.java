package io.bellows.kernels.network;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Layouts with and without gain and shift, and their numbers as kernels store them. */
final class TestLayouts {
  private TestLayouts() {}

  /** All kernels, each with the widths of layers, inputs first. */
  static Stream<Arguments> widths() {
    return TestKernels.with(
        Stream.of(
            List.of(1, 1), List.of(3, 5, 2), List.of(37, 16, 17, 4), List.of(130, 33, 64, 10)));
  }

  static ParameterLayout of(List<Integer> widths) {
    return new ParameterLayout(
        widths.subList(0, widths.size() - 1),
        widths.subList(1, widths.size()),
        List.of(3, 1, 3).subList(0, widths.size() - 1));
  }

  /** Room for W of a layer, for its form. */
  static PanelMatrix matrix(DenseKernels kernels, ParameterLayout layout, int layer) {
    return kernels.weights(layout.inputs().get(layer), layout.outputs().get(layer));
  }

  /** The numbers of W of a layer in that form. */
  static float[] stored(PanelMatrix W, ParameterLayout layout, int layer, float[] flat) {
    float[] numbers = new float[W.data().length];
    W.fromRowMajor(flat, layout.weightOffset(layer), numbers);
    return numbers;
  }
}
