package io.bellows.jobs.quickstart;

import io.bellows.jobs.quickstart.QuickstartData.Part;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A run of the quickstart, as the configuration with which {@code bellows train} repeats it.
 *
 * @param name of the run, its configuration's file and its output
 * @param title what it is
 * @param configuration HOCON
 */
record Experiment(String name, String title, String configuration) {
  private static final String NETWORK_TRAINING =
      "batch-size = 150, max-epochs = %d, optimizer { name = adam, learning-rate = %s }";
  private static final String LINEAR_TRAINING =
      "batch-size = 300, max-epochs = 30, optimizer { name = adam, learning-rate = 0.02 }";
  private static final double NETWORK_RATE = 0.005;
  private static final int NETWORK_EPOCHS = 60;
  private static final double DROPOUT_RATE = 0.002;
  private static final int DROPOUT_EPOCHS = 100;
  private static final int DROPOUT_PATIENCE = 10;
  private static final int LINEAR_PATIENCE = 2;

  /** The network without dropout has as much patience as epochs, so that its overfitting shows. */
  static Experiment network(QuickstartData data, Path output) {
    String network = "network { hidden = [128] }";
    return new Experiment(
        "network",
        "network, 128 hidden units",
        configuration(
            "network",
            output,
            pictures(data),
            network,
            NETWORK_TRAINING.formatted(NETWORK_EPOCHS, NETWORK_RATE),
            NETWORK_EPOCHS));
  }

  /** Masks slow learning down and let it go on for longer: more epochs, at a smaller rate. */
  static Experiment dropout(QuickstartData data, Path output) {
    String network = "network { hidden = [128], dropout { input = 0.2, hidden = 0.5 } }";
    return new Experiment(
        "dropout",
        "the same with dropout 0.2 / 0.5",
        configuration(
            "dropout",
            output,
            pictures(data),
            network,
            NETWORK_TRAINING.formatted(DROPOUT_EPOCHS, DROPOUT_RATE),
            DROPOUT_PATIENCE));
  }

  static Experiment linearOnPixels(QuickstartData data, Path output) {
    return linear("linear-pixels", "linear model on the pixels", output, pictures(data));
  }

  static Experiment linearOnSums(QuickstartData data, Path output) {
    String sources = sources("csv", data::sums, part -> "header = true");
    return linear("linear-sums", "linear model on row and column sums", output, sources);
  }

  static Experiment linearOnHidden(QuickstartData data, Path output) {
    String sources = sources("parquet", data::hidden, part -> "");
    return linear("linear-hidden", "linear model on its hidden layer", output, sources);
  }

  private static Experiment linear(String name, String title, Path output, String sources) {
    return new Experiment(
        name,
        title,
        configuration(
            name, output, sources, "network { hidden = [] }", LINEAR_TRAINING, LINEAR_PATIENCE));
  }

  private static String pictures(QuickstartData data) {
    return sources("idx", data::images, part -> "labels = \"" + data.labels(part) + "\"");
  }

  private static String sources(
      String format, Function<Part, Path> path, Function<Part, String> options) {
    return """
        data {
          format = %s
          train = "%s", options { %s }
          validation { path = "%s", options { %s } }
          test { path = "%s", options { %s } }
        }
        """
        .formatted(
            format,
            path.apply(Part.TRAINING),
            options.apply(Part.TRAINING),
            path.apply(Part.VALIDATION),
            options.apply(Part.VALIDATION),
            path.apply(Part.TEST),
            options.apply(Part.TEST));
  }

  private static String configuration(
      String name, Path output, String sources, String network, String training, int patience) {
    return """
        seed = 1
        output = "%s"
        %scolumns { target = label }
        features { target { task = classification } }
        %s
        training {
          %s
          shares = 2
          early-stopping { monitor = validation-loss, patience = %d }
        }
        """
        .formatted(output.resolve(name), sources, network, training, patience);
  }
}
