package io.bellows.driver.training;

import java.util.List;

/**
 * What a run's data was.
 *
 * @param droppedRows left out because they were bad
 * @param zeroWeightRows left out because their weight was 0
 * @param constantColumns numeric columns in which all training rows have the same number
 */
public record DataSummary(
    long trainingRows,
    long validationRows,
    long testRows,
    long droppedRows,
    long zeroWeightRows,
    int inputs,
    int parameters,
    List<String> constantColumns) {
  public DataSummary {
    constantColumns = List.copyOf(constantColumns);
  }
}
