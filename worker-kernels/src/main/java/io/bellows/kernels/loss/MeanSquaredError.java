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
  public void losses(FMatrixRMaj outputs, FMatrixRMaj targets, int from, int to, double[] losses) {
    for (int row = from; row < to; row++) {
      double squares = 0;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        double error = (double) outputs.data[i] - targets.data[i];
        squares += error * error;
      }
      losses[row] = squares / outputs.numCols;
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
      double factor = 2.0 * weights[row] / outputs.numCols;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        dOutputs.data[i] = (float) (factor * ((double) outputs.data[i] - targets.data[i]));
      }
    }
  }

  @Override
  public void predict(FMatrixRMaj outputs) {}
}
