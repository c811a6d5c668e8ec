package io.bellows.kernels.loss;

import java.io.Serializable;
import org.ejml.data.FMatrixRMaj;

/**
 * What training minimises. Works on the outputs of the last layer, (B,O), and the rows' targets,
 * (B,T); T is 1 for a class number, O for real targets. Sums are in double.
 */
public interface Loss extends Serializable {
  /** The name used in configurations and model files. */
  String name();

  /** T for O outputs. */
  int targets(int outputs);

  /**
   * Σ w·loss over the rows.
   *
   * @param outputs (B,O). Not modified.
   * @param targets (B,T). Not modified.
   * @param weights w, B numbers. Not modified.
   */
  double sum(FMatrixRMaj outputs, FMatrixRMaj targets, float[] weights);

  /**
   * Σ w·loss over the rows, and its derivative by the outputs.
   *
   * @param outputs (B,O). Not modified.
   * @param targets (B,T). Not modified.
   * @param weights w, B numbers. Not modified.
   * @param dOutputs (B,O). Modified.
   */
  double sumAndGradient(
      FMatrixRMaj outputs, FMatrixRMaj targets, float[] weights, FMatrixRMaj dOutputs);

  /**
   * Turns outputs into predictions: probabilities, or values.
   *
   * @param outputs (B,O). Modified.
   */
  void predict(FMatrixRMaj outputs);
}
