package io.bellows.jobs.config;

import io.bellows.driver.training.EmbeddingConfig;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.network.HiddenLayers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

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
    HiddenLayers hidden = hidden();
    return new NetworkConfig(
        embedding(), hidden, LossSection.read(reader, task), dropout(hidden.units().size()));
  }

  private Optional<EmbeddingConfig> embedding() {
    Optional<Integer> from = reader.optionalWhole("network.embedding.from-categories", 2);
    Optional<Integer> dimension = reader.optionalWhole("network.embedding.dimension", 1);
    if (from.isEmpty() && dimension.isPresent()) {
      reader.problem(
          "network.embedding.dimension",
          "%d, where no column is embedded; set network.embedding.from-categories, too",
          dimension.get());
    }
    OptionalInt numbers = dimension.stream().mapToInt(Integer::intValue).findFirst();
    return from.map(categories -> new EmbeddingConfig(categories, numbers));
  }

  private HiddenLayers hidden() {
    List<Integer> units =
        reader.wholes(
            "network.hidden",
            "a list with the units of each hidden layer, such as [256, 256] or []",
            1);
    Activation activation = reader.choice("network.activation", Choices.of(Activations.REGISTRY));
    boolean isResidual = reader.yesOrNo("network.residual");
    boolean isNormalized = reader.yesOrNo("network.layer-norm");
    try {
      return new HiddenLayers(units, activation, isResidual, isNormalized);
    } catch (InvalidConfigException e) {
      reader.problem("network", "%s", String.valueOf(e.getMessage()));
      return HiddenLayers.plain(units, activation);
    }
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
