package io.bellows.driver.evaluation;

import java.util.List;

/**
 * How classes were predicted.
 *
 * @param weights Σ w by class (row) and predicted class (column)
 */
public record ConfusionMatrix(List<String> labels, double[][] weights) {}
