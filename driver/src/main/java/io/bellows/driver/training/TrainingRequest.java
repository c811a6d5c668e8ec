package io.bellows.driver.training;

import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.training.TrainingConfig;
import java.util.Optional;
import java.util.Set;

/**
 * A whole run, as configured.
 *
 * @param metrics names of those that are looked at beside the usual ones
 */
public record TrainingRequest(
    DataConfig data,
    ColumnsConfig columns,
    PreparationConfig preparation,
    NetworkConfig network,
    TrainingConfig training,
    Set<String> metrics,
    ExecutionConfig execution) {
  public TrainingRequest {
    metrics = Set.copyOf(metrics);
    boolean areClasses = preparation.target().task().equals(Optional.of(Task.CLASSIFICATION));
    if (areClasses && columns.targets().size() > 1) {
      throw new InvalidConfigException(
          String.format(
              "Cannot tell the classes of %d columns apart by one network: features.target.task = classification needs one column in columns.target; set multi-label where each is 0 or 1",
              columns.targets().size()));
    }
  }

  /** The same run with kernels of a given name. */
  TrainingRequest withKernels(String kernels) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training,
        metrics,
        new ExecutionConfig(execution.engine(), kernels));
  }
}
