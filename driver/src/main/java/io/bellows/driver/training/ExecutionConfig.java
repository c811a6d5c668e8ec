package io.bellows.driver.training;

import io.bellows.driver.engine.EngineChoice;
import io.bellows.kernels.linalg.Kernels;

/**
 * How a run is carried out. The engine does not change its bits; the kernels do.
 *
 * @param engine one of {@link EngineChoice#settings}
 * @param kernels one of {@link Kernels#settings}
 */
public record ExecutionConfig(String engine, String kernels) {
  /** Whatever suits the machine. */
  public static final ExecutionConfig AUTO = new ExecutionConfig(EngineChoice.AUTO, Kernels.AUTO);
}
