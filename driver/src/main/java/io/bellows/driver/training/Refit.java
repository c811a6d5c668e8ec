package io.bellows.driver.training;

import io.bellows.kernels.training.TrainingResult;
import java.util.List;

/**
 * What the second part of a run gave: training once more, from the first weights, on training and
 * validation rows, for as many updates as the best epoch of the first part had behind it.
 *
 * @param networks how each network of an ensemble was trained; else the one result
 */
public record Refit(List<TrainingResult> networks, DataSummary data) {}
