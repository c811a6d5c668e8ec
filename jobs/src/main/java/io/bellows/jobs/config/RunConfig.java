package io.bellows.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.bellows.driver.checkpoint.CheckpointConfig;
import io.bellows.driver.training.TrainingRequest;
import java.util.List;

/**
 * A checked configuration.
 *
 * @param request what to train
 * @param output the folder for model and report
 * @param checkpoint when states are kept to go on from
 * @param free what may change when the run goes on
 * @param resolved every key with its value, for display and comparison; free variables and secrets
 *     left out
 * @param warnings sentences about what is allowed and rarely meant
 */
public record RunConfig(
    TrainingRequest request,
    String output,
    CheckpointConfig checkpoint,
    FreeKeys free,
    Config resolved,
    List<String> warnings) {
  public RunConfig {
    warnings = List.copyOf(warnings);
  }

  /** Every key with its value, as one line of JSON with sorted keys. */
  public String json() {
    return resolved.root().render(ConfigRenderOptions.concise());
  }
}
