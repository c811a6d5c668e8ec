package io.bellows.kernels.loss;

import org.ejml.data.FMatrixRMaj;

/** The mean over a row's O targets of (output − target)²; dZ = 2·w·(output − target) / O. */
public record MeanSquaredError() implements LossByOutput {
  @Override
  public String name() {
    return "mean-squared-error";
  }

  @Override
  public double loss(double output, double target) {
    double error = output - target;
    return error * error;
  }

  @Override
  public double slope(double output, double target) {
    return 2 * (output - target);
  }

  @Override
  public void predict(FMatrixRMaj outputs) {}
}
