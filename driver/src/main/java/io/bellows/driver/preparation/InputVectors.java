package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.data.InputRow;
import java.io.Serializable;
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
   * A prepared row, sparse where the vector is.
   *
   * @param vector the network's inputs. Not modified.
   * @throws InputException when the vector has more or fewer numbers, or one that single precision
   *     does not hold
   */
  public InputRow row(Vector vector) {
    if (vector.size() != inputs) {
      throw new InputException(
          String.format(
              "Cannot use a row of %d prepared numbers: expected %d, the inputs of the network; the preparation is another model's",
              vector.size(), inputs));
    }
    if (vector instanceof SparseVector sparse) {
      float[] numbers = new float[sparse.values().length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = single(sparse.values()[i], sparse.indices()[i]);
      }
      return InputRow.sparse(inputs, sparse.indices(), numbers);
    }
    double[] values = vector.toArray();
    float[] numbers = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      numbers[i] = single(values[i], i);
    }
    return InputRow.dense(numbers);
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
