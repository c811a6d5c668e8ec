package io.bellows.kernels;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** Which kernels tests run with, and matrices made by them. */
public final class TestKernels {
  private TestKernels() {}

  /** What tests take that are about something else. */
  public static DenseKernels plain() {
    return Kernels.EJML.create();
  }

  /** Every implementation that this JVM can run. */
  public static Stream<Kernels> runnable() {
    return Arrays.stream(Kernels.values()).filter(kernels -> kernels.refusal().isEmpty());
  }

  /** A source of arguments: every implementation that this JVM can run, by name. */
  public static Stream<Named<DenseKernels>> all() {
    return runnable().map(Kernels::create).map(each -> Named.of(each.name(), each));
  }

  /** Every implementation, followed by each of some cases: values, or {@link Arguments}. */
  public static Stream<Arguments> with(Stream<?> cases) {
    List<?> listed = cases.toList();
    return all().flatMap(kernels -> listed.stream().map(each -> arguments(kernels, each)));
  }

  private static Arguments arguments(Named<DenseKernels> kernels, Object each) {
    Object[] values = each instanceof Arguments several ? several.get() : new Object[] {each};
    return Arguments.of(Stream.concat(Stream.of(kernels), Arrays.stream(values)).toArray());
  }

  /** A matrix with the numbers of another. */
  public static PanelMatrix matrix(DenseKernels kernels, FMatrixRMaj numbers) {
    return TestMatrices.set(kernels.matrix(numbers.numRows, numbers.numCols), numbers);
  }

  /** Weights with the numbers of a matrix. */
  public static PanelMatrix weights(DenseKernels kernels, FMatrixRMaj numbers) {
    return TestMatrices.set(kernels.weights(numbers.numRows, numbers.numCols), numbers);
  }

  /** Biases as kernels want them, with zeros up to a multiple of the grain. */
  public static float[] biases(float... numbers) {
    return Arrays.copyOf(numbers, (numbers.length / DenseKernels.GRAIN + 1) * DenseKernels.GRAIN);
  }
}
