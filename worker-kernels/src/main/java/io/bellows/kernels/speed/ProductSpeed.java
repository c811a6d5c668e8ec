package io.bellows.kernels.speed;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;
import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.network.Network;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast one core forms the three products of a layer, in GFLOPS.
 *
 * @param inputs I
 * @param outputs O
 * @param forward A·W, (B,I)·(I,O)
 * @param gradient Aᵀ·dZ, (I,B)·(B,O)
 * @param backward dZ·Wᵀ, (B,O)·(O,I); of the first layer too, which training leaves out
 */
public record ProductSpeed(
    int inputs, int outputs, double forward, double gradient, double backward)
    implements Serializable {
  /** How long each product is repeated to warm up, and again to be measured. */
  private static final long NANOS = 100_000_000;

  private static final int STRETCHES = 10;

  /**
   * Measures the layers of a network, one after the other, in this thread.
   *
   * @param rows B
   */
  public static List<ProductSpeed> of(Network network, int rows, Kernels kernels) {
    DenseKernels products = kernels.create();
    List<ProductSpeed> speeds = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      speeds.add(of(layer.inputs(), layer.outputs(), rows, products));
    }
    return speeds;
  }

  /** The mean over cores, of one layer. */
  public static ProductSpeed mean(List<ProductSpeed> cores) {
    return new ProductSpeed(
        cores.get(0).inputs,
        cores.get(0).outputs,
        cores.stream().mapToDouble(ProductSpeed::forward).average().orElseThrow(),
        cores.stream().mapToDouble(ProductSpeed::gradient).average().orElseThrow(),
        cores.stream().mapToDouble(ProductSpeed::backward).average().orElseThrow());
  }

  private static ProductSpeed of(int I, int O, int B, DenseKernels kernels) {
    PanelMatrix A = filled(kernels.matrix(B, I));
    PanelMatrix W = filled(kernels.weights(I, O));
    PanelMatrix Z = filled(kernels.matrix(B, O));
    PanelMatrix dA = kernels.matrix(B, I);
    float[] b = new float[(O + DenseKernels.GRAIN - 1) / DenseKernels.GRAIN * DenseKernels.GRAIN];
    float[] dW = new float[W.data().length];
    TileSink sink = (sums, from, place, length) -> System.arraycopy(sums, from, dW, place, length);
    Range rows = Range.of(B);
    RowSums sums = RowSums.over(B);
    double flop = 2.0 * B * I * O;
    return new ProductSpeed(
        I,
        O,
        gflops(flop, () -> kernels.multiply(A, W, b, Z, rows, Range.of(O))),
        gflops(flop, () -> kernels.transposedMultiply(A, Z, sums, W, Range.of(O), sink)),
        gflops(flop, () -> kernels.multiplyByTransposed(Z, W, dA, rows, Range.of(I))));
  }

  private static PanelMatrix filled(PanelMatrix matrix) {
    float[] data = matrix.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = (i % 7 - 3) / 64f;
    }
    return matrix;
  }

  /** The fastest of several stretches, after a warm-up. */
  private static double gflops(double flop, Runnable product) {
    nanosOf(product, NANOS);
    double fastest = Double.MAX_VALUE;
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      fastest = Math.min(fastest, nanosOf(product, NANOS / STRETCHES));
    }
    return flop / fastest;
  }

  /** How long a product takes, repeated for some time. */
  private static double nanosOf(Runnable product, long nanos) {
    long begin = System.nanoTime();
    long repetitions = 0;
    long now = begin;
    while (now - begin < nanos) {
      product.run();
      repetitions++;
      now = System.nanoTime();
    }
    return (double) (now - begin) / repetitions;
  }
}
