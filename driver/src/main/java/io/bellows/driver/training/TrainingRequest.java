package io.bellows.driver.training;

import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.training.TrainingConfig;

/** A whole run, as configured. */
public record TrainingRequest(
    DataConfig data,
    ColumnsConfig columns,
    PreparationConfig preparation,
    NetworkConfig network,
    TrainingConfig training,
    ExecutionConfig execution) {
  /** The same run with kernels of a given name. */
  TrainingRequest withKernels(String kernels) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training,
        new ExecutionConfig(execution.engine(), kernels));
  }
}
