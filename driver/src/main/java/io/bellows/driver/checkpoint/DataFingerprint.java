package io.bellows.driver.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.bellows.driver.input.RowsFingerprint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run's rows are known by.
 *
 * @param table all rows of the training table that were not held out by source, place or column
 * @param validation rows held out for validation in such a way; null without
 * @param test the same for the test
 */
public record DataFingerprint(
    RowsFingerprint table,
    @JsonSetter(nulls = Nulls.SET) @Nullable RowsFingerprint validation,
    @JsonSetter(nulls = Nulls.SET) @Nullable RowsFingerprint test) {
  /** The same, with what is absent as such. */
  public static DataFingerprint of(
      RowsFingerprint table, Optional<RowsFingerprint> validation, Optional<RowsFingerprint> test) {
    return new DataFingerprint(table, validation.orElse(null), test.orElse(null));
  }
}
