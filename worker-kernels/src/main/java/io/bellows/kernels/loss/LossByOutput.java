package io.bellows.kernels.loss;

import org.ejml.data.FMatrixRMaj;

/** A loss with as many targets as outputs: the mean over a row's O outputs of a loss of each. */
interface LossByOutput extends Loss {
  /** The loss of one output. */
  double loss(double output, double target);

  /** Its derivative by the output. */
  double slope(double output, double target);

  @Override
  default int targets(int outputs) {
    return outputs;
  }

  @Override
  default void losses(FMatrixRMaj outputs, FMatrixRMaj targets, int from, int to, double[] losses) {
    for (int row = from; row < to; row++) {
      double sum = 0;
      for (int i = row * outputs.numCols, end = i + outputs.numCols; i < end; i++) {
        sum += loss(outputs.data[i], targets.data[i]);
      }
      losses[row] = sum / outputs.numCols;
    }
  }

  @Override
  default void lossesAndGradient(
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
        dOutputs.data[i] = (float) (factor * slope(outputs.data[i], targets.data[i]));
      }
    }
  }
}
