package io.bellows.driver.preparation;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** Prepared rows as single-precision numbers. */
public final class InputVectors {
  private InputVectors() {}

  /**
   * Copies a prepared row.
   *
   * @param vector the network's inputs. Not modified.
   * @param features modified: as many numbers as the vector has, from {@code start}
   */
  public static void copy(Vector vector, float[] features, int start) {
    if (vector instanceof SparseVector sparse) {
      Arrays.fill(features, start, start + sparse.size(), 0f);
      for (int i = 0; i < sparse.indices().length; i++) {
        features[start + sparse.indices()[i]] = (float) sparse.values()[i];
      }
      return;
    }
    double[] values = vector.toArray();
    for (int i = 0; i < values.length; i++) {
      features[start + i] = (float) values[i];
    }
  }
}
