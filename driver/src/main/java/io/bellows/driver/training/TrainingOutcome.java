package io.bellows.driver.training;

import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.model.TrainedModel;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.TrainingResult;
import java.util.Optional;

/**
 * What a run gave.
 *
 * @param model with the result's weights
 * @param test what the model reached on the test rows, if there were any and nobody asked to stop
 * @param execution the engine and the kernels that were taken
 * @param refit of the second part, where there was one: then the model and the test are of it, and
 *     everything else is of the first part
 * @param efficiency how well the machine was used; empty when no epoch has ended
 */
public record TrainingOutcome(
    TrainedModel model,
    TrainingResult result,
    DataSummary data,
    Optional<Evaluation> test,
    ExecutionConfig execution,
    Optional<Efficiency> efficiency,
    Optional<Refit> refit) {
  /** The same, once the second part of the run is over, too: its model and its test count. */
  TrainingOutcome refitted(TrainingOutcome second) {
    return new TrainingOutcome(
        second.model,
        result.refitted(second.result),
        data,
        second.test,
        execution,
        efficiency,
        Optional.of(new Refit(second.result, second.data)));
  }
}
