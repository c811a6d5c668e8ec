package io.bellows.kernels.loss;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.elementary.Exponential;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * −Σ y·log p, p = softmax(outputs). The target is the class number; y is 1 − ε for it, and ε / O
 * more for every class (label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the
 * Inception architecture for computer vision", CVPR 2016, section 7); dZ = w·(p − y).
 *
 * <p>The largest output is subtracted before exponentiation, so that every finite output gives a
 * finite loss.
 *
 * @param labelSmoothing ε, at least 0 and below 1; 0: −log p of the row's class
 */
public record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
  /** Checks ε. */
  public SoftmaxCrossEntropy {
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing must be a number, at least 0 and below 1, was %s",
        labelSmoothing);
  }

  /** Without label smoothing. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  @Override
  public String name() {
    return "softmax-cross-entropy";
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("labelSmoothing", labelSmoothing);
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
        double target =
            (column == label ? 1 - labelSmoothing : 0) + labelSmoothing / outputs.numCols;
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

  /** −log softmax = log Σ exp(z − max) − (z − max), of the class and, smoothed, of all. */
  private double rowLoss(FMatrixRMaj outputs, int row, int label, double total) {
    double maximum = maximum(outputs, row);
    int start = row * outputs.numCols;
    double shifted = outputs.data[start + label] - maximum;
    if (labelSmoothing > 0) {
      double sum = 0;
      for (int column = 0; column < outputs.numCols; column++) {
        sum += outputs.data[start + column] - maximum;
      }
      shifted = (1 - labelSmoothing) * shifted + labelSmoothing * sum / outputs.numCols;
    }
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
