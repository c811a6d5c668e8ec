package io.bellows.kernels.loss;

import static io.bellows.kernels.Checks.require;

import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The mean over a row's O targets of e²/2 where |e| ≤ δ, and δ·(|e| − δ/2) beyond, e = output −
 * target; dZ = w·e / O with e kept within ±δ (Huber, "Robust estimation of a location parameter",
 * Annals of Mathematical Statistics 35, 1964).
 *
 * @param delta δ, above 0: errors beyond it count by their size, not their square
 */
public record Huber(double delta) implements Loss {
  /** Checks δ. */
  public Huber {
    require(
        delta > 0 && Double.isFinite(delta),
        "Huber's delta must be a number above 0, was %s",
        delta);
  }

  @Override
  public String name() {
    return "huber";
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("delta", delta);
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
        double error = (double) outputs.data[i] - targets.data[i];
        double kept = within(error);
        sum += kept * (error - kept / 2);
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
        double error = (double) outputs.data[i] - targets.data[i];
        dOutputs.data[i] = (float) (factor * within(error));
      }
    }
  }

  private double within(double error) {
    return Math.max(-delta, Math.min(delta, error));
  }

  @Override
  public void predict(FMatrixRMaj outputs) {}
}
