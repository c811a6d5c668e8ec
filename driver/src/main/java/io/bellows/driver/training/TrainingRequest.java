package io.bellows.driver.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.training.TrainingConfig;

/**
 * A whole run, as configured, or the second part of one.
 *
 * @param members how many networks are trained, with seeds one after the other; their predictions
 *     are averaged
 * @param part a run that is refitted begins with its search
 */
public record TrainingRequest(
    DataConfig data,
    ColumnsConfig columns,
    PreparationConfig preparation,
    NetworkConfig network,
    TrainingConfig training,
    ExecutionConfig execution,
    int members,
    Part part) {
  public TrainingRequest {
    require(members >= 1, "training.ensemble must be at least 1, was %d", members);
  }

  /** The same run with kernels of a given name. */
  TrainingRequest withKernels(String kernels) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training,
        new ExecutionConfig(execution.engine(), kernels),
        members,
        part);
  }

  /**
   * The training of one network of the ensemble.
   *
   * @param member from 0
   */
  TrainingRequest member(int member) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training.withSeed(training.seed() + member),
        execution,
        1,
        Part.MEMBER);
  }

  /**
   * The second part of this run.
   *
   * @param task what the targets turned out to be in the first
   */
  TrainingRequest refit(TrainingConfig again, PreparationConfig.Task task) {
    return new TrainingRequest(
        data, columns, preparation.withTask(task), network, again, execution, members, Part.REFIT);
  }
}
