package io.bellows.driver.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's data was.
 *
 * @param droppedRows left out because they were bad
 * @param zeroWeightRows left out because their weight was 0
 * @param constantColumns numeric columns in which all training rows have the same number
 * @param classWeights by what the weights of training rows were multiplied, by label in order;
 *     empty where by nothing
 */
public record DataSummary(
    long trainingRows,
    long validationRows,
    long testRows,
    long droppedRows,
    long zeroWeightRows,
    int inputs,
    int parameters,
    List<String> constantColumns,
    Map<String, Double> classWeights) {
  public DataSummary {
    constantColumns = List.copyOf(constantColumns);
    classWeights = Collections.unmodifiableMap(new LinkedHashMap<>(classWeights));
  }
}
