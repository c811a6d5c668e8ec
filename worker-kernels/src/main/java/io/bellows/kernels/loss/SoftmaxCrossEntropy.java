package io.bellows.kernels.loss;

import io.bellows.kernels.elementary.Exponential;
import org.ejml.data.FMatrixRMaj;

/**
 * −log p of the row's class, p = softmax(outputs). The target is the class number; dZ = w·(p − y)
 * with y the class as a unit vector.
 *
 * <p>The largest output is subtracted before exponentiation, so that every finite output gives a
 * finite loss.
 */
public record SoftmaxCrossEntropy() implements Loss {
  @Override
  public String name() {
    return "softmax-cross-entropy";
  }

  @Override
  public int targets(int outputs) {
    return 1;
  }

  @Override
  public void losses(FMatrixRMaj outputs, FMatrixRMaj targets, int from, int to, double[] losses) {
    double[] exponentials = new double[outputs.numCols];
    for (int row = from; row < to; row++) {
      double total = exponentials(outputs, row, exponentials);
      losses[row] = rowLoss(outputs, row, (int) targets.data[row], total);
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
    double[] exponentials = new double[outputs.numCols];
    for (int row = from; row < to; row++) {
      double total = exponentials(outputs, row, exponentials);
      int label = (int) targets.data[row];
      losses[row] = rowLoss(outputs, row, label, total);
      int start = row * outputs.numCols;
      for (int column = 0; column < outputs.numCols; column++) {
        double target = column == label ? 1 : 0;
        dOutputs.data[start + column] =
            (float) (weights[row] * (exponentials[column] / total - target));
      }
    }
  }

  @Override
  public void predict(FMatrixRMaj outputs) {
    double[] exponentials = new double[outputs.numCols];
    for (int row = 0; row < outputs.numRows; row++) {
      double total = exponentials(outputs, row, exponentials);
      int start = row * outputs.numCols;
      for (int column = 0; column < outputs.numCols; column++) {
        outputs.data[start + column] = (float) (exponentials[column] / total);
      }
    }
  }

  /** −log softmax = log Σ exp(z − max) − (z of the class − max). */
  private static double rowLoss(FMatrixRMaj outputs, int row, int label, double total) {
    double shifted = outputs.data[row * outputs.numCols + label] - (double) maximum(outputs, row);
    return StrictMath.log(total) - shifted;
  }

  private static double exponentials(FMatrixRMaj outputs, int row, double[] exponentials) {
    double maximum = maximum(outputs, row);
    int start = row * outputs.numCols;
    double total = 0;
    for (int column = 0; column < outputs.numCols; column++) {
      exponentials[column] = Exponential.exp(outputs.data[start + column] - maximum);
      total += exponentials[column];
    }
    return total;
  }

  private static float maximum(FMatrixRMaj outputs, int row) {
    int start = row * outputs.numCols;
    float maximum = outputs.data[start];
    for (int column = 1; column < outputs.numCols; column++) {
      maximum = Math.max(maximum, outputs.data[start + column]);
    }
    return maximum;
  }
}
