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
    ExecutionConfig execution) {}
