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
public record Huber(double delta) implements LossByOutput {
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
  public double loss(double output, double target) {
    double error = output - target;
    double kept = within(error);
    return kept * (error - kept / 2);
  }

  @Override
  public double slope(double output, double target) {
    return within(output - target);
  }

  private double within(double error) {
    return Math.max(-delta, Math.min(delta, error));
  }

  @Override
  public void predict(FMatrixRMaj outputs) {}
}
