package io.bellows.kernels.metric;

import org.ejml.data.FMatrixRMaj;

/**
 * How probable classes are by a network's predictions: (B,C), a number for each class, or (B,1),
 * where there are two classes and the number is the probability of the second.
 */
public final class Probabilities {
  private Probabilities() {}

  /** How many classes there are. */
  public static int classes(FMatrixRMaj predictions) {
    return Math.max(2, predictions.numCols);
  }

  /** How probable a class is for a row. */
  public static double of(FMatrixRMaj predictions, int row, int label) {
    if (predictions.numCols > 1) {
      return predictions.data[row * predictions.numCols + label];
    }
    double second = predictions.data[row];
    return label == 1 ? second : 1 - second;
  }

  /** The most probable class of a row; the first of equals. */
  public static int mostProbable(FMatrixRMaj predictions, int row) {
    int best = 0;
    for (int label = 1; label < classes(predictions); label++) {
      if (of(predictions, row, label) > of(predictions, row, best)) {
        best = label;
      }
    }
    return best;
  }
}
