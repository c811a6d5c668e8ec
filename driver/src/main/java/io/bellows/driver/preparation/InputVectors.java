package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * Prepared rows as single-precision numbers.
 *
 * @param schema of the table they come from: its numbers are the first inputs
 * @param inputs how many the network has
 */
public record InputVectors(TableSchema schema, int inputs) implements Serializable {
  /**
   * Copies a prepared row.
   *
   * @param vector the network's inputs. Not modified.
   * @param features modified: {@code inputs} numbers from {@code start}
   * @throws InputException when the vector has more or fewer numbers, or one that single precision
   *     does not hold
   */
  public void copy(Vector vector, float[] features, int start) {
    if (vector.size() != inputs) {
      throw new InputException(
          String.format(
              "Cannot use a row of %d prepared numbers: expected %d, the inputs of the network; the preparation is another model's",
              vector.size(), inputs));
    }
    if (vector instanceof SparseVector sparse) {
      Arrays.fill(features, start, start + inputs, 0f);
      for (int i = 0; i < sparse.indices().length; i++) {
        features[start + sparse.indices()[i]] = single(sparse.values()[i], sparse.indices()[i]);
      }
      return;
    }
    double[] values = vector.toArray();
    for (int i = 0; i < inputs; i++) {
      features[start + i] = single(values[i], i);
    }
  }

  private float single(double number, int input) {
    float single = (float) number;
    if (!Float.isFinite(single)) {
      throw new InputException(
          String.format(
              "Cannot use a row whose column \"%s\" becomes %s by features.numeric.scale: expected at most ±%s, as single precision holds; mend the row, or scale otherwise",
              schema.columnOf(input), number, Float.MAX_VALUE));
    }
    return single;
  }
}
