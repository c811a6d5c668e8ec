package io.bellows.driver.preparation;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.VectorNumbers;
import java.io.Serializable;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The training rows while their preparation is fitted.
 *
 * @param encoded the placed rows
 * @param count how many there are
 */
record TypedRows(JavaRDD<byte[]> encoded, long count, RowCodec codec, TableSchema schema) {
  /**
   * What is collected in a pass over the rows: part by part, then merged. Merging must not depend
   * on order.
   */
  interface Pass<T> extends Serializable {
    T empty();

    void add(T part, Row row);

    void merge(T part, T other);
  }

  <T> T collect(Pass<T> pass) {
    RowCodec rowCodec = codec;
    int columns = schema.typed().size();
    List<T> parts =
        encoded
            .mapPartitions(
                rows -> {
                  T part = pass.empty();
                  rows.forEachRemaining(row -> pass.add(part, rowCodec.decode(row, columns)));
                  return List.of(part).iterator();
                })
            .collect();
    BinaryOperator<T> merged =
        (left, right) -> {
          pass.merge(left, right);
          return left;
        };
    return parts.stream().reduce(merged).orElseGet(pass::empty);
  }

  /** Receives the numbers of a row; a slot is the place among all of them. */
  interface NumberVisitor {
    void number(int slot, double number);
  }

  /**
   * Visits the numbers of a row, those of arrays one by one, of vectors those other than 0.
   *
   * @param surrogates what stands in for missing numbers; without them these are not visited
   */
  static void visitNumbers(
      TableSchema schema, Row row, double @Nullable [] surrogates, NumberVisitor visitor) {
    int slot = 0;
    int column = 0;
    for (FeatureColumn feature : schema.features()) {
      switch (feature.kind()) {
        case NUMBER, ARRAY -> {
          for (int i = 0; i < feature.width(); i++) {
            if (!row.isNullAt(column)) {
              visitor.number(slot, row.getDouble(column));
            } else if (surrogates != null) {
              visitor.number(slot, surrogates[slot]);
            }
            slot++;
            column++;
          }
        }
        case VECTOR -> {
          int first = slot;
          VectorNumbers.forEachOtherThanZero(
              row.getAs(column), (place, number) -> visitor.number(first + place, number));
          slot += feature.numbers();
          column++;
        }
        case CATEGORY -> column++;
      }
    }
  }
}
