package io.bellows.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.bellows.driver.checkpoint.CheckpointConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.SecretOptions;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.driver.storage.Storage;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.initializer.Zeros;
import io.bellows.kernels.training.TrainingConfig;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a run's file and overrides to a checked {@link RunConfig}. What {@code --set} says comes
 * before the file, the file before {@code conf/reference.conf}.
 */
public final class RunConfigLoader {
  private static final String REFERENCE = "io/bellows/jobs/reference.conf";
  private static final String VARIABLES = "variables";
  private static final List<String> READER_OPTIONS =
      List.of("data.options", "data.validation.options", "data.test.options");

  /** Brackets open at once, also those within texts: more than anybody writes. */
  private static final int DEEPEST = 200;

  private RunConfigLoader() {}

  /**
   * Loads, checks, and fills in what was left out.
   *
   * @param file a local path, any that Hadoop understands, or the name of a shipped file
   * @param overrides {@code key=value} each, the value in HOCON
   * @param output comes before the key of the same name
   * @throws ConfigException naming all problems
   */
  public static RunConfig load(String file, List<String> overrides, Optional<String> output) {
    try {
      List<String> problems = new ArrayList<>();
      Config config = overrides(overrides, problems);
      if (output.isPresent()) {
        config = config.withValue("output", ConfigValueFactory.fromAnyRef(output.get()));
      }
      return check(resolved(config.withFallback(parsed(file)), file), problems);
    } catch (StackOverflowError e) {
      // Of a file that another includes, or that can be read only once.
      throw tooDeep(file);
    }
  }

  /**
   * A configuration of a network alone, with nothing to read or to write.
   *
   * @param hidden units of its hidden layers
   * @param overrides as for {@link #load}
   * @throws ConfigException naming all problems
   */
  public static RunConfig ofNetwork(List<Integer> hidden, List<String> overrides) {
    List<String> problems = new ArrayList<>();
    Config network =
        ConfigFactory.parseString(
            "data { train = none, validation = none }, columns.target = none, output = none,"
                + " training.early-stopping.enabled = false, network.hidden = "
                + hidden);
    Config config = overrides(overrides, problems).withFallback(network);
    return check(resolved(config, "the settings"), problems);
  }

  /** Checks a configuration given as HOCON text. */
  public static RunConfig parse(String text) {
    return check(resolved(ConfigFactory.parseString(text), "the configuration"), List.of());
  }

  /** The defaults. */
  static Config reference() {
    return ConfigFactory.parseResources(
        RunConfigLoader.class.getClassLoader(),
        REFERENCE,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** Reads a file; one of this machine may include others. */
  private static Config parsed(String file) {
    try {
      if (!Storage.hasScheme(file) && Files.exists(Path.of(file))) {
        if (Files.isRegularFile(Path.of(file))) {
          requireFlat(Storage.local().readText(file), file);
        }
        return ConfigFactory.parseFile(
            new File(file), ConfigParseOptions.defaults().setAllowMissing(false));
      }
      String path = ShippedFiles.pathOf(file).orElse(file);
      String text = Storage.of(path).readText(path);
      requireFlat(text, file);
      return ConfigFactory.parseString(
          text, ConfigParseOptions.defaults().setOriginDescription(path));
    } catch (com.typesafe.config.ConfigException.IO
        | NoSuchFileException
        | FileNotFoundException e) {
      String orName = file.contains("/") ? "" : ", or the name of one given to --files";
      throw new ConfigException(
          List.of("cannot read " + file + ": expected a readable file" + orName));
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException(List.of("cannot read " + file + ": " + e.getMessage()));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(List.of("cannot read " + e.getMessage()));
    }
  }

  /**
   * The library follows lists within lists by recursion, without a limit of its own, and takes
   * memory by the square of their depth.
   */
  private static void requireFlat(String text, String file) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw tooDeep(file);
      }
    }
  }

  private static ConfigException tooDeep(String file) {
    return new ConfigException(
        List.of("cannot read " + file + ": lists or blocks lie too deep within one another"));
  }

  /**
   * A configuration without references to other keys or to the environment.
   *
   * @param file where it comes from, for messages
   * @throws ConfigException when a reference leads nowhere
   */
  public static Config resolved(Config config, String file) {
    try {
      return config.resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(List.of("cannot read " + file + ": " + e.getMessage()));
    }
  }

  /**
   * What overrides say, unchecked.
   *
   * @throws ConfigException naming those that are not {@code key=value}
   */
  public static Config overrides(List<String> overrides) {
    List<String> problems = new ArrayList<>();
    Config config = overrides(overrides, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  private static Config overrides(List<String> overrides, List<String> problems) {
    Config config = ConfigFactory.empty();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        problems.add("--set expects KEY=VALUE, was: " + override);
        continue;
      }
      String key = override.substring(0, equals).strip();
      try {
        config = override(key, override.substring(equals + 1).strip()).withFallback(config);
      } catch (com.typesafe.config.ConfigException e) {
        problems.add("--set expects KEY=VALUE with a key such as training.batch-size, was: " + key);
      }
    }
    return config;
  }

  /** A value that HOCON cannot read, or would read as having a comment, is a text as it stands. */
  private static Config override(String key, String value) {
    ConfigUtil.splitPath(key);
    boolean isStructured = value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
    if (isStructured || !(value.contains("//") || value.contains("#"))) {
      try {
        return ConfigFactory.parseString(key + " = " + value);
      } catch (com.typesafe.config.ConfigException e) {
        if (isStructured) {
          throw e;
        }
      }
    }
    return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  private static RunConfig check(Config given, List<String> earlierProblems) {
    List<String> problems = new ArrayList<>(earlierProblems);
    Config reference = reference();
    Config user = given;
    for (KnownKeys.Misfit misfit : new KnownKeys(reference.root()).misfits(given.root())) {
      problems.add(misfit.key() + ": " + misfit.sentence());
      user = user.withoutPath(misfit.path());
    }
    ConfigReader reader = new ConfigReader(user, reference);
    List<String> warnings = new ArrayList<>();
    Optional<TrainingRequest> request = request(reader, warnings, problems);
    String output = reader.text("output", "the folder for model and report; or pass --output");
    CheckpointConfig checkpoint = CheckpointSection.read(reader);
    problems.addAll(reader.problems());
    if (!problems.isEmpty() || request.isEmpty()) {
      throw new ConfigException(problems);
    }
    Config resolved = withheld(user.withFallback(reference).withoutPath(VARIABLES));
    TrainingConfig training = request.get().training();
    boolean isSpread =
        training.update().schedule().isSpreadOverBudget()
            || AverageSection.isSpreadOverEpochs(reader, training.averaging());
    return new RunConfig(
        request.get(), output, checkpoint, FreeKeys.of(isSpread), resolved, warnings);
  }

  /** The configuration without options that look like secrets: it is written, and compared. */
  public static Config withheld(Config config) {
    Config shown = config;
    for (String block : READER_OPTIONS) {
      if (config.hasPath(block) && config.getValue(block) instanceof ConfigObject options) {
        for (var option : options.toConfig().entrySet()) {
          String name = String.join(".", ConfigUtil.splitPath(option.getKey()));
          if (SecretOptions.isSecret(name, String.valueOf(option.getValue().unwrapped()))) {
            shown =
                shown.withValue(
                    block + "." + option.getKey(),
                    ConfigValueFactory.fromAnyRef(SecretOptions.WITHHELD));
          }
        }
      }
    }
    return shown;
  }

  private static Optional<TrainingRequest> request(
      ConfigReader reader, List<String> warnings, List<String> problems) {
    reader.freeBlock(VARIABLES);
    DataSection dataSection = new DataSection(reader);
    NetworkSection networkSection = new NetworkSection(reader);
    TrainingSection trainingSection = new TrainingSection(reader);
    try {
      DataConfig data = dataSection.data();
      PreparationConfig preparation = dataSection.preparation();
      NetworkConfig network = networkSection.network(preparation.target().task());
      TrainingConfig training = trainingSection.training(data, preparation.target().task());
      Set<String> metrics = MetricsSection.read(reader, preparation.target().task());
      refuseZeros(reader, network, training);
      int ensemble = reader.whole("training.ensemble", 1);
      Part part = RefitSection.read(reader, data, training);
      warnings.addAll(networkSection.warnings());
      return Optional.of(
          new TrainingRequest(
              data,
              dataSection.columns(),
              preparation,
              network,
              training,
              metrics,
              trainingSection.execution(),
              ensemble,
              part));
    } catch (IllegalArgumentException | InvalidConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void refuseZeros(
      ConfigReader reader, NetworkConfig network, TrainingConfig training) {
    if (training.initializer() instanceof Zeros && !network.hidden().units().isEmpty()) {
      reader.problem(
          "training.initializer",
          "zeros keeps the units of a hidden layer alike; expected another with network.hidden = %s, such as he-normal",
          network.hidden().units());
    }
  }

  /** Every key that reading a configuration asks for. */
  static Set<String> keysRead() {
    ConfigReader reader = new ConfigReader(ConfigFactory.empty(), reference());
    request(reader, new ArrayList<>(), new ArrayList<>());
    reader.text("output", "");
    CheckpointSection.read(reader);
    return reader.keysRead();
  }
}
