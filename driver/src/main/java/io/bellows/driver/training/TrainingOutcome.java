package io.bellows.driver.training;

import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.model.TrainedModel;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.TrainingResult;
import java.util.List;
import java.util.Optional;

/**
 * What a run gave.
 *
 * @param model with the result's weights
 * @param test what the model reached on the test rows, if there were any and nobody asked to stop
 * @param execution the engine and the kernels that were taken
 * @param refit of the second part, where there was one: then the model and the test are of it, and
 *     everything else is of the first part
 * @param members how each network of an ensemble was trained; else the one result
 * @param efficiency how well the machine was used; empty when no epoch has ended
 */
public record TrainingOutcome(
    TrainedModel model,
    TrainingResult result,
    DataSummary data,
    Optional<Evaluation> test,
    ExecutionConfig execution,
    Optional<Efficiency> efficiency,
    Optional<Refit> refit,
    List<TrainingResult> members) {
  /** An ensemble that begins with this network, and is neither one model yet nor tested. */
  TrainingOutcome amongst(List<TrainingOutcome> trained) {
    return untested(result, trained);
  }

  /**
   * An ensemble that this network has ended: it was stopped, or has diverged. A part of an ensemble
   * is none, and not worth keeping.
   */
  TrainingOutcome endingAt(List<TrainingOutcome> trained) {
    TrainingResult ended =
        new TrainingResult(
            result.weights(), result.history(), result.bestEpoch(), false, result.end());
    return untested(ended, trained);
  }

  private TrainingOutcome untested(TrainingResult shown, List<TrainingOutcome> trained) {
    return new TrainingOutcome(
        model,
        shown,
        data,
        Optional.empty(),
        execution,
        efficiency,
        Optional.empty(),
        trained.stream().map(TrainingOutcome::result).toList());
  }

  /** The same, once the second part of the run is over, too: its model and its test count. */
  TrainingOutcome refitted(TrainingOutcome second) {
    return new TrainingOutcome(
        second.model,
        result.refitted(second.result),
        data,
        second.test,
        execution,
        efficiency,
        Optional.of(new Refit(second.members, second.data)),
        members);
  }
}
