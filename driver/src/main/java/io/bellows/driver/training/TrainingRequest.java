package io.bellows.driver.training;

import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.training.TrainingConfig;

/**
 * A whole run, as configured, or the second part of one.
 *
 * @param part a run that is refitted begins with its search
 */
public record TrainingRequest(
    DataConfig data,
    ColumnsConfig columns,
    PreparationConfig preparation,
    NetworkConfig network,
    TrainingConfig training,
    ExecutionConfig execution,
    Part part) {
  /** The same run with kernels of a given name. */
  TrainingRequest withKernels(String kernels) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training,
        new ExecutionConfig(execution.engine(), kernels),
        part);
  }

  /**
   * The second part of this run.
   *
   * @param task what the targets turned out to be in the first
   */
  TrainingRequest refit(TrainingConfig again, PreparationConfig.Task task) {
    return new TrainingRequest(
        data, columns, preparation.withTask(task), network, again, execution, Part.REFIT);
  }
}
