package io.bellows.kernels.loss;

import io.bellows.kernels.elementary.Exponential;
import org.ejml.data.FMatrixRMaj;

/**
 * The mean over a row's O targets of −y·log p − (1 − y)·log(1 − p), p = 1 / (1 + e⁻ᶻ), y from 0 to
 * 1; dZ = w·(p − y) / O.
 *
 * <p>Computed as max(z, 0) − z·y + log(1 + e^−|z|), so that every finite output gives a finite
 * loss.
 */
public record BinaryCrossEntropy() implements Loss {
  @Override
  public String name() {
    return "binary-cross-entropy";
  }

  @Override
  public int targets(int outputs) {
    return outputs;
  }

  @Override
  public void losses(FMatrixRMaj outputs, FMatrixRMaj targets, int from, int to, double[] losses) {
    for (int row = from; row < to; row++) {
      double sum = 0;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        double z = outputs.data[i];
        sum +=
            Math.max(z, 0) - z * targets.data[i] + StrictMath.log1p(Exponential.exp(-Math.abs(z)));
      }
      losses[row] = sum / outputs.numCols;
    }
  }

  @Override
  public void lossesAndGradient(
      FMatrixRMaj outputs,
      FMatrixRMaj targets,
      float[] weights,
      int from,
      int to,
      double[] losses,
      FMatrixRMaj dOutputs) {
    losses(outputs, targets, from, to, losses);
    for (int row = from; row < to; row++) {
      double factor = (double) weights[row] / outputs.numCols;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        dOutputs.data[i] = (float) (factor * (probability(outputs.data[i]) - targets.data[i]));
      }
    }
  }

  @Override
  public void predict(FMatrixRMaj outputs) {
    for (int i = 0; i < outputs.getNumElements(); i++) {
      outputs.data[i] = (float) probability(outputs.data[i]);
    }
  }

  private static double probability(double z) {
    double e = Exponential.exp(-Math.abs(z));
    return (z >= 0 ? 1 : e) / (1 + e);
  }
}
