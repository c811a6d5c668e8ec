package io.bellows.kernels;

import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.DropoutMask;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.network.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** Masks as numbers: what a value is multiplied with, 0 where it is dropped. */
public final class TestMasks {
  private TestMasks() {}

  /** The factors (rows, units) at one place, for consecutive rows of a share's part of a round. */
  public static FMatrixRMaj factors(
      Dropout dropout, int place, int units, MaskKey key, int share, int firstRow, int rows) {
    FMatrixRMaj factors = TestMatrices.filled(rows, units, 1f);
    DropoutMask mask = new DropoutMask(dropout, place);
    DenseKernels kernels = TestKernels.plain();
    float[] drawn = new float[units];
    for (int row = 0; mask.isActive() && row < rows; row++) {
      mask.draw(kernels, mask.key(key), key.round(), share, firstRow + row, drawn);
      System.arraycopy(drawn, 0, factors.data, row * units, units);
    }
    return factors;
  }

  /** The factors in front of each layer of a network. */
  public static List<FMatrixRMaj> factors(
      Network network, MaskKey key, int share, int firstRow, int rows) {
    List<FMatrixRMaj> factors = new ArrayList<>();
    for (int layer = 0; layer < network.layers().size(); layer++) {
      int units = network.layers().get(layer).inputs();
      factors.add(factors(network.dropout(), layer, units, key, share, firstRow, rows));
    }
    return factors;
  }

  /** Dropout of the inputs only, in a network without hidden layers. */
  public static Dropout ofInputs(double rate, Dropout.Scaling scaling) {
    return new Dropout(rate, List.of(), scaling);
  }

  /** The same rate at the inputs and after each of some hidden layers. */
  public static Dropout everywhere(double rate, int hiddenLayers, Dropout.Scaling scaling) {
    return new Dropout(rate, Collections.nCopies(hiddenLayers, rate), scaling);
  }
}
