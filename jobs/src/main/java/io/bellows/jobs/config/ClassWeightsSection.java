package io.bellows.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.kernels.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The key {@code training.class-weights}: a word, or a block of labels. */
final class ClassWeightsSection {
  private static final String KEY = "training.class-weights";

  private ClassWeightsSection() {}

  /**
   * Reads the key.
   *
   * @param task what the target is, or empty where the data decide
   */
  static ClassWeightsConfig read(ConfigReader reader, Optional<Task> task) {
    ConfigValue value = reader.value(KEY);
    ClassWeightsConfig config =
        value instanceof ConfigObject block && !block.isEmpty()
            ? given(reader, block)
            : word(reader, value == null ? "" : String.valueOf(value.unwrapped()));
    boolean mayBeClasses = task.isEmpty() || task.get() == Task.CLASSIFICATION;
    if (!mayBeClasses && !(config instanceof ClassWeightsConfig.None)) {
      reader.problem(
          KEY, "applies only to classes, not to features.target.task = %s", task.get().word());
    }
    return config;
  }

  private static ClassWeightsConfig word(ConfigReader reader, String word) {
    if (word.equals("balanced")) {
      return new ClassWeightsConfig.Balanced();
    }
    if (!word.equals("none")) {
      reader.problem(KEY, "must be none, balanced or a block such as {LABEL = 2}; was %s", word);
    }
    return new ClassWeightsConfig.None();
  }

  private static ClassWeightsConfig given(ConfigReader reader, ConfigObject block) {
    Map<String, Double> weights = new TreeMap<>();
    ConfigReader.flatValues(block)
        .forEach(
            (label, value) -> {
              Double weight = ConfigReader.numberOf(value, n -> n > 0);
              if (weight == null) {
                reader.problem(
                    KEY + "." + label,
                    "must be a number above 0; was %s",
                    ConfigReader.shown(value));
              } else {
                weights.put(label, weight);
              }
            });
    return new ClassWeightsConfig.Given(weights);
  }
}
