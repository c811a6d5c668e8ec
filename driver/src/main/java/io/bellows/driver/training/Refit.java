package io.bellows.driver.training;

import io.bellows.kernels.training.TrainingResult;

/**
 * What the second part of a run gave: training once more, from the first weights, on training and
 * validation rows, for as many updates as the best epoch of the first part had behind it.
 */
public record Refit(TrainingResult result, DataSummary data) {}
