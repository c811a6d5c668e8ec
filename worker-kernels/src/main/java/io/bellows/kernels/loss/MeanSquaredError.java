package io.bellows.kernels.loss;

import org.ejml.data.FMatrixRMaj;

/** The mean over a row's O targets of (output − target)²; dZ = 2·w·(output − target) / O. */
public record MeanSquaredError() implements Loss {
  @Override
  public String name() {
    return "mean-squared-error";
  }

  @Override
  public int targets(int outputs) {
    return outputs;
  }

  @Override
  public double sum(FMatrixRMaj outputs, FMatrixRMaj targets, float[] weights) {
    double sum = 0;
    for (int row = 0; row < outputs.numRows; row++) {
      double squares = 0;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        double error = (double) outputs.data[i] - targets.data[i];
        squares += error * error;
      }
      sum += weights[row] * squares / outputs.numCols;
    }
    return sum;
  }

  @Override
  public double sumAndGradient(
      FMatrixRMaj outputs, FMatrixRMaj targets, float[] weights, FMatrixRMaj dOutputs) {
    for (int row = 0; row < outputs.numRows; row++) {
      double factor = 2.0 * weights[row] / outputs.numCols;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        dOutputs.data[i] = (float) (factor * ((double) outputs.data[i] - targets.data[i]));
      }
    }
    return sum(outputs, targets, weights);
  }

  @Override
  public void predict(FMatrixRMaj outputs) {}
}
