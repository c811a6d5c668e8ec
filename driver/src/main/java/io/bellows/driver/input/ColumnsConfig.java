package io.bellows.driver.input;

import java.util.List;
import java.util.Optional;

/**
 * What the columns are. A column is given by name, or by index from 0, or from the end by a
 * negative one.
 *
 * @param targets what is to be predicted, at least one
 * @param weight the row's weight; without it every row weighs 1
 * @param features when empty, all columns without another role
 * @param ignore columns that are not features
 * @param numeric features that are numbers whatever they look like
 * @param categorical features that are categories whatever they look like
 * @param missing texts that stand for a missing value, compared after trimming
 */
public record ColumnsConfig(
    List<String> targets,
    Optional<String> weight,
    List<String> features,
    List<String> ignore,
    List<String> numeric,
    List<String> categorical,
    List<String> missing) {
  public ColumnsConfig {
    targets = List.copyOf(targets);
    features = List.copyOf(features);
    ignore = List.copyOf(ignore);
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
    missing = List.copyOf(missing);
  }
}
