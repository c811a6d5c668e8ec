package io.bellows.kernels.loss;

import java.io.Serializable;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * What training minimises. Works on the outputs of the last layer, (B,O), and the rows' targets,
 * (B,T); T is 1 for a class number, O for real targets. Losses are in double.
 */
public interface Loss extends Serializable {
  /** The name used in configurations and model files. */
  String name();

  /** The numbers it was made with, by their names in model files. */
  default Map<String, Double> parameters() {
    return Map.of();
  }

  /** T for O outputs. */
  int targets(int outputs);

  /**
   * The loss of each of some rows.
   *
   * @param outputs (B,O). Not modified.
   * @param targets (B,T). Not modified.
   * @param losses B numbers. Modified from {@code from} to {@code to − 1}.
   */
  void losses(FMatrixRMaj outputs, FMatrixRMaj targets, int from, int to, double[] losses);

  /**
   * The loss of each of some rows, and the derivative of w·loss by the outputs.
   *
   * @param outputs (B,O). Not modified.
   * @param targets (B,T). Not modified.
   * @param weights w, B numbers. Not modified.
   * @param losses B numbers. Modified from {@code from} to {@code to − 1}.
   * @param dOutputs (B,O). Modified in rows {@code from} to {@code to − 1}.
   */
  void lossesAndGradient(
      FMatrixRMaj outputs,
      FMatrixRMaj targets,
      float[] weights,
      int from,
      int to,
      double[] losses,
      FMatrixRMaj dOutputs);

  /**
   * Turns outputs into predictions: probabilities, or values.
   *
   * @param outputs (B,O). Modified.
   */
  void predict(FMatrixRMaj outputs);
}
