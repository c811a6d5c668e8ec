package io.bellows.jobs.config;

import io.bellows.driver.training.NetworkConfig;
import io.bellows.kernels.Task;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.layer.Dropout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The block {@code network}, with the loss at its end. */
final class NetworkSection {
  private static final double HIGHEST_WISE_INPUT_RATE = 0.5;

  private final ConfigReader reader;
  private final List<String> warnings = new ArrayList<>();

  NetworkSection(ConfigReader reader) {
    this.reader = reader;
  }

  /** What is allowed and rarely meant. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Reads the block.
   *
   * @param task what the target is, or empty where the data decide
   */
  NetworkConfig network(Optional<Task> task) {
    List<Integer> hidden =
        reader.wholes(
            "network.hidden",
            "a list with the units of each hidden layer, such as [256, 256] or []",
            1);
    return new NetworkConfig(
        hidden,
        reader.choice("network.activation", Choices.of(Activations.REGISTRY)),
        LossSection.read(reader, task),
        dropout(hidden.size()));
  }

  private Dropout dropout(int layers) {
    double input =
        reader.number("network.dropout.input", "at least 0 and below 1", NetworkSection::isRate);
    if (input > HIGHEST_WISE_INPUT_RATE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "network.dropout.input = %s leaves out most of the input; 0.2 is usual",
              input));
    }
    List<Double> rates =
        reader.numberOrNumbers(
            "network.dropout.hidden",
            "at least 0 and below 1, or a list of such rates",
            NetworkSection::isRate);
    boolean isList = reader.isList("network.dropout.hidden");
    if (isList && rates.size() != layers) {
      reader.problem(
          "network.dropout.hidden",
          "%s for %s in network.hidden; expected one number, or one for each hidden layer",
          counted(rates.size(), "rate"),
          counted(layers, "layer"));
    }
    return new Dropout(
        input,
        isList && rates.size() == layers
            ? rates
            : Collections.nCopies(layers, rates.isEmpty() ? 0.0 : rates.get(0)),
        reader.choice(
            "network.dropout.scaling",
            Choices.of("inverted", Dropout.Scaling.INVERTED)
                .and("classic", Dropout.Scaling.CLASSIC)));
  }

  private static boolean isRate(double rate) {
    return rate >= 0 && rate < 1;
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
