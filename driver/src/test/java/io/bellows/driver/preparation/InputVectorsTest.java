package io.bellows.driver.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.TargetColumn;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputVectorsTest {
  private static final InputVectors INPUTS =
      new InputVectors(
          new TableSchema(
              List.of(
                  new FeatureColumn("x", FeatureColumn.Kind.NUMBER, 1),
                  new FeatureColumn("v", FeatureColumn.Kind.VECTOR, 2)),
              List.of(new TargetColumn("label", false)),
              null,
              List.of()),
          3);

  @Test
  void row_denseOrSparse_hasTheNumbersOfTheVector() {
    Vector dense = Vectors.dense(0, 2.5, 0);
    for (Vector vector : List.of(dense, dense.toSparse())) {
      assertThat(INPUTS.row(vector).toArray()).containsExactly(0, 2.5f, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void row_anotherNumberOfInputs_isRefused(int numbers) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> INPUTS.row(Vectors.zeros(numbers)))
        .withMessage(
            "Cannot use a row of %d prepared numbers: expected 3, the inputs of the network; the"
                + " preparation is another model's",
            numbers);
  }

  @Test
  void row_numberOfAVectorBeyondSinglePrecision_namesItsColumn() {
    Vector dense = Vectors.dense(1, 0, -1e39);
    for (Vector vector : List.of(dense, dense.toSparse())) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> INPUTS.row(vector))
          .withMessageStartingWith("Cannot use a row whose column \"v\" becomes -1.0E39");
    }
  }
}
