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
public record BinaryCrossEntropy() implements LossByOutput {
  @Override
  public String name() {
    return "binary-cross-entropy";
  }

  @Override
  public double loss(double output, double target) {
    return Math.max(output, 0)
        - output * target
        + StrictMath.log1p(Exponential.exp(-Math.abs(output)));
  }

  @Override
  public double slope(double output, double target) {
    return probability(output) - target;
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
