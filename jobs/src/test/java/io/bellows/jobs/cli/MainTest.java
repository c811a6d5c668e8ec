package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.bench.Bench;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.TableSurvey;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.training.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final LocalBackend local = new LocalBackend();
  private StopRequest stop = new StopRequest();
  private Deployment deployment = new Deployment("local[2]", false);
  private Backend.Factory backends = name -> local;
  private Path output;
  private Path data;
  private String conf;

  @BeforeEach
  void writeRun() throws Exception {
    output = folder.resolve("run");
    data = Files.writeString(folder.resolve("rows.csv"), "a,b,y\n");
    conf =
        Files.writeString(
                folder.resolve("run.conf"),
                """
                data.train = "%s", columns.target = y, output = "%s"
                network.hidden = [4]
                training { max-epochs = 3, batch-size = 4, shares = 2 }
                """
                    .formatted(data, output))
            .toString();
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            () -> Instant.EPOCH,
            backends,
            stop,
            deployment),
        List.of(args));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode lastLine() throws Exception {
    List<String> lines = out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private static Backend failing(Supplier<RuntimeException> failure) {
    LocalBackend local = new LocalBackend();
    return new Backend() {
      @Override
      public Platform platform() {
        return local.platform();
      }

      @Override
      public List<String> firstLines(DataSource source, int lines) {
        throw failure.get();
      }

      @Override
      public TableSurvey survey(DataConfig data) {
        throw failure.get();
      }

      @Override
      public Trained train(
          TrainingRequest request, Checkpointing checkpointing, TrainingListener listener) {
        throw failure.get();
      }

      @Override
      public io.bellows.driver.evaluation.Evaluation evaluate(String model, Rows rows) {
        throw failure.get();
      }

      @Override
      public void predict(
          String model,
          Rows rows,
          java.util.OptionalInt layer,
          Destination destination,
          Runnable begin) {
        throw failure.get();
      }

      @Override
      public String quickstart(Path output, PrintStream err) {
        throw failure.get();
      }

      @Override
      public BenchReport bench(
          TrainingRequest request, java.util.Optional<Bench.Sizes> drawn, Duration time) {
        throw failure.get();
      }

      @Override
      public void close() {
        local.close();
      }
    };
  }

  @Test
  void help_namesEveryCommandAndEveryExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("train", "evaluate", "predict", "quickstart", "bench", "--verbose");
    for (ExitCode code : ExitCode.values()) {
      assertThat(out()).containsPattern("(?m)^ *" + code.number() + " ");
    }
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate", "predict", "quickstart", "bench"})
  void helpOfACommand_isPrinted(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out()).startsWith("Usage: bellows " + command).contains("Exit codes:");
  }

  @Test
  void version_isThatOfTheBuild() {
    assertThat(run("--version")).isZero();
    assertThat(out()).matches("bellows \\d.*\\R");
  }

  @Test
  void wrongCommandLine_is64WithOneSentence() {
    assertThat(run()).isEqualTo(64);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: Missing command: train, evaluate, predict, quickstart or bench (bellows --help tells"
                + " more)");
    assertThat(run("trian")).isEqualTo(64);
    assertThat(err()).contains("did you mean train?");
    assertThat(run("train")).isEqualTo(64);
    assertThat(err()).contains("RUN.conf").hasLineCount(1);
    assertThat(run("train", conf, "--epochs", "3")).isEqualTo(64);
    assertThat(err()).contains("--epochs").hasLineCount(1);
    assertThat(run("predict", "m", "--data", "d", "--output", "o", "--output-format", "xml"))
        .isEqualTo(64);
    assertThat(err()).contains("--output-format expects parquet, csv or json, was: xml");
    assertThat(run("predict", "m", "--data", "d", "--output", "o", "--layer", "0")).isEqualTo(64);
    assertThat(err()).contains("--layer counts hidden layers from 1, was: 0");
    assertThat(local.calls).isEmpty();
  }

  @Test
  void wrongConfiguration_is64WithAllProblemsAndNothingWritten() {
    assertThat(run("train", conf, "--set", "epochs=3", "--set", "training.shares=0")).isEqualTo(64);
    assertThat(err())
        .isEqualToNormalizingNewlines(
            """
            bellows: Cannot start training, 2 problems:
              epochs: unknown key; did you mean training.max-epochs?
              training.shares: must be a whole number, at least 1; was 0
            """);
    assertThat(output).doesNotExist();
  }

  /** A blank path would be the working directory. */
  @Test
  void blankPaths_are64() {
    assertThat(run("train", conf, "--set", "data.train=", "--output", " ")).isEqualTo(64);
    assertThat(err())
        .isEqualToNormalizingNewlines(
            """
            bellows: Cannot start training, 2 problems:
              data.train: must be set; expected the path of the training rows
              output: must be set; expected the folder for model and report; or pass --output
            """);
    assertThat(run("predict", "model", "--data", "d.csv", "--output", "")).isEqualTo(64);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: Invalid value for option '--output': expected a path, was blank"
                + " (bellows predict --help tells more)");
    for (String[] args :
        new String[][] {
          {"predict", "model", "--data", "", "--output", "p"},
          {"predict", "", "--data", "d.csv", "--output", "p"},
          {"evaluate", "", "--data", "d.csv"},
          {"evaluate", "model", "--data", "d.csv", "--output", " "},
          {"quickstart", "--output", ""}
        }) {
      assertThat(run(args)).as(String.join(",", args)).isEqualTo(64);
      assertThat(err()).contains("expected a path, was blank");
    }
    assertThat(local.calls).isEmpty();
  }

  @Test
  void trainOnData_printsTheConfigurationThatRepeatsIt() throws Exception {
    String[] command = {
      "train",
      data.toString(),
      "--target",
      "y",
      "--output",
      output.toString(),
      "--set",
      "training.max-epochs=2"
    };
    assertThat(run(command)).isZero();
    String made = Files.readString(output.resolve("run.conf"));
    assertThat(out()).startsWith(made);
    assertThat(lastLine().path("output").asText()).isEqualTo(output.toString());
    assertThat(local.calls).containsExactly("first lines of " + data, "survey " + data, "train");

    assertThat(run(command)).isZero();
    assertThat(err()).contains("this run is finished");
    assertThat(run("train", output.resolve("run.conf").toString())).isZero();
    assertThat(err()).contains("this run is finished");
    assertThat(local.calls).filteredOn("train"::equals).hasSize(1);
    assertThat(local.isClosed).isTrue();
  }

  @Test
  void trainOnData_stopped_hasTheConfigurationAndGoesOnByIt() throws Exception {
    String[] command = {"train", data.toString(), "--target", "y", "--output", output.toString()};
    local.afterEpoch = stop::make;
    assertThat(run(command)).isEqualTo(143);
    String made = Files.readString(output.resolve("run.conf"));
    assertThat(out()).startsWith(made);

    local.afterEpoch = () -> {};
    stop = new StopRequest();
    assertThat(run("train", output.resolve("run.conf").toString())).isZero();
    assertThat(err()).doesNotContain("    1 ");
    assertThat(output.resolve("run.conf")).hasContent(made);
  }

  @Test
  void trainOnData_check_printsTheConfigurationAloneAndDoesNothing() throws Exception {
    assertThat(run("train", data.toString(), "--target", "y", "--check")).isZero();
    Path saved = Files.writeString(folder.resolve("saved.conf"), out());
    assertThat(local.calls).doesNotContain("train");
    assertThat(run("train", saved.toString(), "--output", output.toString())).isZero();
  }

  @Test
  void trainOnDataOrByConfiguration_mixedUp_is64() {
    assertThat(run("train", conf, "--target", "y")).isEqualTo(64);
    assertThat(err())
        .contains(
            conf + " is a configuration, and --target goes with data; name the column there,");
    assertThat(run("train", data.toString())).isEqualTo(64);
    assertThat(err())
        .contains("is data, not a configuration; name the column to predict by --target");
    assertThat(run("train", conf, "--format", "csv")).isEqualTo(64);
    assertThat(err()).contains("--format and --option go with --target");
    assertThat(run("train", data.toString(), "--target", " ")).isEqualTo(64);
    assertThat(err()).contains("columns.target");
    assertThat(run("train", data.toString(), "--target", "y", "--set", "epochs=3")).isEqualTo(64);
    assertThat(err()).contains("did you mean training.max-epochs?");
    assertThat(run("train", folder.resolve("rows.xlsx").toString(), "--target", "y")).isEqualTo(65);
    assertThat(err()).contains("Cannot tell the format");
    assertThat(local.calls).isEmpty();
  }

  @Test
  void check_printsWhatWouldBeDoneAndDoesNothing() {
    assertThat(
            run("train", conf, "--check", "--set", "network.dropout={input = 0.6, hidden = 0.5}"))
        .isZero();
    assertThat(out())
        .isEqualToNormalizingNewlines(
            """
            The configuration is right; the data was not read. This would be done:
              data      %s (csv)
                        validation: 0.1 of the rows; test: none
                        bad rows: fail
              target    y (auto)
              network   inputs (dropout 0.6) -> 4 relu (dropout 0.5) -> outputs
                        the data decide how many parameters
              training  adam, rate 0.001, batch size 4, at most 3 epochs, 2 shares, seed 1
                        stops early when validation-loss has not improved for 5 validations; the best weights come back
              output    %s: new
            """
                .formatted(data, output));
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: warning: network.dropout.input = 0.6 leaves out most of the input; 0.2 is"
                + " usual");
    assertThat(output).doesNotExist();
    assertThat(local.calls).isEmpty();
  }

  @Test
  void check_namesWhatChoosesRowsEndsTrainingAndSizesTheNetwork() {
    assertThat(
            run(
                "train",
                conf,
                "--check",
                "--set",
                "data.derive=[\"double(a) / 2 AS half\"]",
                "--set",
                "data.filter=a > 0",
                "--set",
                "data.bad-rows=drop",
                "--set",
                "data.validation={group = a, fraction = 0.2}",
                "--set",
                "data.test={latest-by = b, fraction = 0.1}",
                "--set",
                "training.max-rounds=500",
                "--set",
                "training.max-time=90m",
                "--set",
                "training.max-norm=2",
                "--set",
                "training.early-stopping={target = 0.25, min-epochs = 2}",
                "--set",
                "training.optimizer={name = sgd, momentum = 0.95, momentum-warm-up = 40}",
                "--set",
                "training.optimizer.schedule={name = exponential, final-fraction = 0.25}",
                "--set",
                "network.hidden=[256, 128]",
                "--set",
                "features.target.task=regression"))
        .isZero();
    assertThat(out().lines().map(String::strip))
        .containsSubsequence(
            "derive double(a) / 2 AS half",
            "only rows with a > 0",
            "validation: 0.2 of the rows, in whole groups by column a; test: the latest 0.1 of the rows by column b",
            "bad rows: drop",
            "target    y (regression)",
            "network   inputs -> 256 relu -> 128 relu -> 1 output",
            "33,025 parameters between layers of known size; the data decide the rest",
            "training  sgd with momentum raised from 0.5 to 0.95 over 40 updates, rate 0.01 falling to 0.0025, batch size 4, at most 3 epochs, 2 shares, seed 1",
            "at most 500 weight updates",
            "incoming weights of a unit of norm 2.0 at most",
            "at most 1h30m",
            "stops early when validation-loss has not improved for 5 validations or is 0.25, after 2 epochs at least; the best weights come back");
  }

  @Test
  void trainAndPredict_withSecretOptions_writeAndShowNone() throws Exception {
    String secret = "data.options.password=hunter2";
    String predictions = folder.resolve("predictions").toString();
    assertThat(run("train", conf, "--set", secret)).isZero();
    assertThat(run("train", conf, "--set", "data.options.password=other")).isZero();
    assertThat(err()).contains("this run is finished");
    String[] predict = {
      "predict", output.toString(), "--data", "d.csv", "--option", "password=hunter2", "--output"
    };
    assertThat(
            run(Stream.concat(Stream.of(predict), Stream.of(predictions)).toArray(String[]::new)))
        .isZero();

    assertThat(out() + err()).doesNotContain("hunter2");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
      }
    }
  }

  @Test
  void check_ofWeighedClasses_saysHow() {
    assertThat(run("train", conf, "--check", "--set", "training.class-weights=balanced")).isZero();
    assertThat(out()).contains("class weights: balanced");
    assertThat(run("train", conf, "--check", "--set", "training.class-weights={b = 2, a = 0.5}"))
        .isZero();
    assertThat(out()).contains("class weights: a 0.5, b 2.0, others 1");
  }

  /** What is said to be right must be so: a run that would end otherwise ends so here. */
  @Test
  void check_ofARunThatWouldBeRefused_endsAsTheRunWould() {
    assertThat(run("train", conf, "--check", "--set", "data.test=typo.csv")).isEqualTo(65);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: Cannot read typo.csv: there is no such file or folder");
    assertThat(out()).isEmpty();

    run("train", conf);
    assertThat(run("train", conf, "--check", "--set", "seed=2")).isEqualTo(73);
    assertThat(err()).contains("it holds a finished run that differs: seed was 1, now 2");
    assertThat(out()).isEmpty();
    assertThat(run("train", conf, "--check")).isZero();
    assertThat(out()).contains(output + ": this run is finished, its result would be shown");
    assertThat(run("train", conf, "--check", "--overwrite")).isZero();
    assertThat(out()).contains(output + ": an older run would be replaced");
  }

  /** It says the same as accuracy, whose place it takes. */
  @Test
  void train_errorIsMonitored_isShownInsteadOfAccuracy() {
    String monitor = "training.early-stopping.monitor=validation-error";
    assertThat(run("train", conf, "--set", monitor)).isZero();

    assertThat(err()).contains("  error  ").doesNotContain("accuracy");
    assertThat(err().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void train_printsALineAnEpochAndEndsWithOneLineOfJson() throws Exception {
    assertThat(run("train", conf)).isZero();

    assertThat(err().lines().filter(line -> line.matches(" {4}[123] .*"))).hasSize(3);
    assertThat(err().lines()).allMatch(line -> line.length() <= 100);
    assertThat(err()).contains("validation", "accuracy", "rows/s", "patience", "best");
    assertThat(out())
        .contains("Best epoch 3 of 3: loss ", "Training ended: training.max-epochs was reached.")
        .contains("Task: classification (chosen by features.target.task = auto).")
        .contains("Test, 4 rows: loss 0.25000, accuracy 0.75000.")
        .contains(" no   2   .", "yes   1   1");
    JsonNode json = lastLine();
    assertThat(json.path("end").asText()).isEqualTo("max-epochs");
    assertThat(json.path("epochs").asInt()).isEqualTo(3);
    assertThat(json.path("best-epoch").asInt()).isEqualTo(3);
    assertThat(json.path("bests").path("validation-loss").path("epoch").asInt()).isEqualTo(3);
    assertThat(json.path("bests").path("validation-loss").path("value"))
        .isEqualTo(json.path("best").path("validation-loss"));
    assertThat(json.path("test").path("accuracy").asDouble()).isEqualTo(0.75);
    assertThat(json.path("output").asText()).isEqualTo(output.toString());
    assertThat(local.isClosed).isTrue();
  }

  /** 3 epochs of 2 updates, the last of them the best. */
  @Test
  void train_refit_tellsOfBothPartsAndLeavesBothHistories() throws Exception {
    assertThat(run("train", conf, "--set", "training.refit=true")).isZero();

    assertThat(err().lines().filter(line -> line.matches(" {4}[123] .*"))).hasSize(6);
    assertThat(err())
        .contains(
            "bellows: refit: training again on training and validation rows, for the 6 updates of"
                + " the best epoch");
    assertThat(out()).contains("Refitted on 8 training and validation rows, 6 updates: loss ");
    assertThat(Files.readAllLines(output.resolve("history.csv"))).hasSize(4);
    assertThat(Files.readAllLines(output.resolve("refit-history.csv"))).hasSize(4);
    JsonNode refit = lastLine().path("refit");
    assertThat(refit.path("training-rows").asInt()).isEqualTo(8);
    assertThat(refit.path("epochs").asInt()).isEqualTo(3);
    assertThat(refit.path("updates").asInt()).isEqualTo(6);
    assertThat(refit.path("last").has("loss")).isTrue();
  }

  @Test
  void train_ensemble_tellsOfEachNetworkAndLeavesItsHistory() throws Exception {
    assertThat(run("train", conf, "--set", "training.ensemble=2", "--set", "seed=7")).isZero();

    assertThat(err().lines().filter(line -> line.matches(" {4}[123] .*"))).hasSize(6);
    assertThat(err())
        .containsSubsequence("bellows: network 1 of 2, seed 7", "bellows: network 2 of 2, seed 8");
    assertThat(out()).contains("That is the first of 2 networks whose predictions are averaged.");
    List<String> first = Files.readAllLines(output.resolve("history.csv"));
    List<String> second = Files.readAllLines(output.resolve("history-1.csv"));
    assertThat(first).hasSize(4);
    assertThat(second).hasSize(4);
    assertThat(second.get(1).split(",")[3]).isNotEqualTo(first.get(1).split(",")[3]);
    JsonNode networks = lastLine().path("ensemble");
    assertThat(networks).hasSize(2);
    assertThat(networks.get(1).path("end").asText()).isEqualTo("max-epochs");
    assertThat(networks.get(1).path("epochs").asInt()).isEqualTo(3);
    assertThat(networks.get(0).path("best")).isEqualTo(lastLine().path("best"));
    assertThat(networks.get(1).path("best").path("loss"))
        .isNotEqualTo(networks.get(0).path("best").path("loss"));
  }

  @Test
  void train_refitOfAnEnsemble_tellsOfEachNetworkInBothParts() throws Exception {
    assertThat(run("train", conf, "--set", "training.ensemble=2", "--set", "training.refit=true"))
        .isZero();

    assertThat(err())
        .containsSubsequence(
            "bellows: network 1 of 2, seed 1",
            "bellows: network 2 of 2, seed 2",
            "bellows: network 1 of 2, seed 1",
            "bellows: refit: training again",
            "bellows: network 2 of 2, seed 2",
            "bellows: refit: training again");
    assertThat(out())
        .contains(
            "Refitted on 8 training and validation rows, 6 and 6 updates; the first network: loss ");
    List<String> first = Files.readAllLines(output.resolve("refit-history.csv"));
    List<String> second = Files.readAllLines(output.resolve("refit-history-1.csv"));
    assertThat(first).hasSize(4);
    assertThat(second).hasSize(4);
    assertThat(second.get(1).split(",")[3]).isNotEqualTo(first.get(1).split(",")[3]);
    JsonNode networks = lastLine().path("refit").path("ensemble");
    assertThat(networks).hasSize(2);
    assertThat(networks.get(1).path("updates").asInt()).isEqualTo(6);
    assertThat(networks.get(0).path("last")).isEqualTo(lastLine().path("refit").path("last"));
  }

  @Test
  void train_leavesMarkerModelHistoryAndResult() throws Exception {
    run("train", conf);

    assertThat(names(output))
        .containsExactly(
            "attempts", "bellows.json", "checkpoints", "history.csv", "model", "result.json");
    assertThat(names(output.resolve("model"))).containsExactly("weights");
    List<String> history = Files.readAllLines(output.resolve("history.csv"));
    assertThat(history)
        .hasSize(4)
        .first()
        .isEqualTo(
            "epoch,updates,learning-rate,loss,validation-loss,validation-accuracy,"
                + "validation-log-loss,validation-error,round-seconds,rows-per-second,evaluation-seconds");
    assertThat(history.get(1)).startsWith("1,2,0.001,");
    JsonNode result = new ObjectMapper().readTree(output.resolve("result.json").toFile());
    JsonNode provenance = result.path("provenance");
    assertThat(provenance.path("configuration").path("training").path("shares").asInt())
        .isEqualTo(2);
    assertThat(provenance.path("seed").asInt()).isEqualTo(1);
    for (String name :
        List.of(
            "bellows-version",
            "java-version",
            "os",
            "arch",
            "spark-version",
            "master",
            "engine",
            "kernels",
            "shares",
            "started",
            "finished")) {
      assertThat(provenance.path(name).asText()).as(name).isNotEmpty();
    }
    assertThat(result.path("data").path("dropped-rows").asInt()).isEqualTo(1);
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void sameRunAgain_showsTheResultAndChangesNothing() throws Exception {
    run("train", conf);
    String first = out();
    FileTime written = Files.getLastModifiedTime(output.resolve("result.json"));
    backends =
        name -> {
          throw new AssertionError("needs no Spark");
        };

    assertThat(run("train", conf)).isZero();

    assertThat(out()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(output.resolve("result.json"))).isEqualTo(written);
  }

  @Test
  void otherRunIntoTheSameFolder_is73AndNamesTheDifferences() throws Exception {
    run("train", conf);
    Files.writeString(data, "a,b,y\n1,2,3\n");

    assertThat(run("train", conf, "--set", "training.shares=4")).isEqualTo(73);

    assertThat(err())
        .contains("cannot train into " + output + ": it holds a finished run that differs:")
        .contains("input " + data + " was 6 bytes of ")
        .contains("training.shares was 2, now 4")
        .contains("--overwrite")
        .hasLineCount(1);
  }

  @Test
  void overwrite_trainsAgain() throws Exception {
    run("train", conf);
    Files.writeString(output.resolve("leftover"), "of the older run");

    assertThat(run("train", conf, "--set", "training.shares=4", "--overwrite")).isZero();

    assertThat(names(output))
        .containsExactly(
            "attempts", "bellows.json", "checkpoints", "history.csv", "model", "result.json");
    assertThat(local.calls).containsExactly("train", "train");
  }

  /** A typing error in a path must not cost the older model. */
  @Test
  void overwrite_withInputThatCannotBeUsed_leavesTheOlderRun() throws Exception {
    run("train", conf);
    String result = Files.readString(output.resolve("result.json"));
    backends = name -> failing(() -> new InputException("no such file: typo.csv"));

    assertThat(run("train", conf, "--set", "data.train=typo.csv", "--overwrite")).isEqualTo(65);

    assertThat(output.resolve("result.json")).hasContent(result);
    assertThat(names(output))
        .containsExactly(
            "attempts", "bellows.json", "checkpoints", "history.csv", "model", "result.json");
    assertThat(names(output.resolve("model"))).containsExactly("weights");
    backends = name -> local;
    assertThat(run("train", conf)).isZero();
    assertThat(local.calls).containsExactly("train");
  }

  @Test
  void folderThatIsNotOurs_is73EvenWithOverwrite() throws Exception {
    Files.createDirectories(output);
    Files.writeString(output.resolve("thesis.tex"), "ten years of work");

    assertThat(run("train", conf, "--overwrite")).isEqualTo(73);

    assertThat(err()).contains("was not made by Bellows (no bellows.json); choose another output");
    assertThat(output.resolve("thesis.tex")).hasContent("ten years of work");
  }

  @Test
  void unwritableOutput_is73BeforeTraining() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("train", conf, "--output", file.resolve("run").toString())).isEqualTo(73);

    assertThat(err()).contains("cannot use the output folder").hasLineCount(1);
    assertThat(local.calls).isEmpty();
  }

  @Test
  void divergedRun_is3AlsoWhenShownAgain() throws Exception {
    String[] diverging = {
      "train",
      conf,
      "--set",
      "training.optimizer={name = sgd, learning-rate = 1e30}",
      "--set",
      "training.max-epochs=50"
    };

    assertThat(run(diverging)).isEqualTo(3);
    assertThat(err()).contains("bellows: training diverged");
    assertThat(lastLine().path("end").asText()).isEqualTo("diverged");
    // Nothing was validated before the end, so there are no weights worth keeping.
    assertThat(lastLine().path("model-saved").asBoolean()).isFalse();
    assertThat(output.resolve("model")).doesNotExist();
    assertThat(output.resolve("history.csv")).exists();
    assertThat(run(diverging)).isEqualTo(3);
    assertThat(local.calls).containsExactly("train");
  }

  @Test
  void badInput_is65WithOneSentenceAndNothingLeftBehind() {
    backends = name -> failing(() -> new RuntimeException(new InputException("no such column: x")));

    assertThat(run("train", conf)).isEqualTo(65);

    assertThat(err()).isEqualToIgnoringNewLines("bellows: no such column: x");
    assertThat(output).doesNotExist();
  }

  @Test
  void settingsThatDoNotFitTheData_are64() {
    backends = name -> failing(() -> new InvalidConfigException("Cannot monitor validation-r2"));
    assertThat(run("train", conf)).isEqualTo(64);
    assertThat(err()).isEqualToIgnoringNewLines("bellows: Cannot monitor validation-r2");

    backends = name -> failing(() -> new IllegalArgumentException("weight must not be negative"));
    assertThat(run("train", conf)).isEqualTo(64);
  }

  @Test
  void anythingElse_is70WithAStackTraceOnlyWhenVerbose() {
    backends =
        name ->
            failing(
                () ->
                    new IllegalStateException(
                        "wrapped", new java.io.IOException("disk full\nat line 2")));

    assertThat(run("train", conf)).isEqualTo(70);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: unexpected IOException: disk full (--verbose shows where)");

    assertThat(run("train", conf, "--verbose")).isEqualTo(70);
    assertThat(err()).contains("IllegalStateException: wrapped", "\tat io.bellows");
    assertThat(run("--verbose", "train", conf)).isEqualTo(70);
    assertThat(err()).contains("\tat io.bellows");
  }

  /** Airflow's hook reads log lines that look like these. */
  @Test
  void output_hasNoLinesThatSchedulersMisread() {
    run("train", conf);
    String all = out() + err();
    run("--help");

    assertThat(all + out() + err()).doesNotContainPattern("(?i)exit code: *\\d|application_\\d");
  }

  @Test
  void evaluate_printsFiguresAndOneLineOfJson() throws Exception {
    run("train", conf);
    Path file = folder.resolve("new/figures.json");

    assertThat(
            run(
                "evaluate",
                output.toString(),
                "--data",
                "d.csv",
                "--option",
                "header=true",
                "--output",
                file.toString()))
        .isZero();

    assertThat(local.calls.get(1))
        .isEqualTo(
            "evaluate "
                + output.resolve("model")
                + " Rows[path=d.csv, format=Optional.empty, options={header=true}]");
    assertThat(out()).startsWith("Evaluation, 4 rows: loss 0.25000, accuracy 0.75000.");
    assertThat(lastLine().path("accuracy").asDouble()).isEqualTo(0.75);
    ObjectNode written = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    assertThat(written.remove("model").asText()).isEqualTo(output.resolve("model").toString());
    assertThat(written.remove("data").asText()).endsWith("/d.csv");
    assertThat(written).isEqualTo(lastLine());
  }

  private int evaluate(Path file) {
    return run("evaluate", "model", "--data", "d.csv", "--output", file.toString());
  }

  @Test
  void evaluate_intoAFile_replacesOnlyAnEvaluation() throws Exception {
    Path file = folder.resolve("figures.json");
    assertThat(evaluate(file)).isZero();
    assertThat(evaluate(file)).isZero();
    assertThat(local.calls).hasSize(2);

    for (String other : List.of("ten years of work", "{\"loss\": 1}")) {
      Files.writeString(file, other);

      assertThat(evaluate(file)).isEqualTo(73);

      assertThat(err())
          .isEqualToIgnoringNewLines(
              "bellows: cannot write "
                  + file
                  + ": there is a file of that name that bellows evaluate has not written; choose"
                  + " another output");
      assertThat(file).hasContent(other);
    }
    assertThat(evaluate(folder)).isEqualTo(73);
    assertThat(err()).contains("there is a folder of that name; choose another output");
    assertThat(evaluate(data.resolve("x.json"))).isEqualTo(73);
    assertThat(err()).startsWith("bellows: cannot write " + data + "/x.json (");
    assertThat(local.calls).hasSize(2);
  }

  /** The work is done; whatever happens to the file, its figures are not lost. */
  @Test
  void evaluate_thatCannotWriteInTheEnd_hasPrinted() throws Exception {
    Path file = folder.resolve("gone/figures.json");
    backends =
        name -> {
          try {
            Files.delete(file.getParent());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return local;
        };

    assertThat(evaluate(file)).isEqualTo(73);

    assertThat(lastLine().path("accuracy").asDouble()).isEqualTo(0.75);
  }

  private String[] predict(String target, String... more) {
    List<String> args =
        new ArrayList<>(List.of("predict", "model", "--data", data.toString(), "--output", target));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void predict_endsWithOneLineOfJsonAndLeavesATableWithAMarker() throws Exception {
    Path target = folder.resolve("predictions");

    assertThat(run(predict(target.toString(), "--layer", "2"))).isZero();

    assertThat(local.calls.get(0))
        .endsWith("OptionalInt[2] Destination[folder=" + target + ", format=parquet]");
    assertThat(out().lines().findFirst()).contains("Predictions: " + target);
    assertThat(lastLine().path("output").asText()).isEqualTo(target.toString());
    assertThat(lastLine().path("data").asText()).isEqualTo(data.toString());
    assertThat(lastLine().path("output-format").asText()).isEqualTo("parquet");
    assertThat(names(target)).containsExactly("_bellows.json", "_result.json", "part-0");
  }

  @Test
  void predict_again_saysSoAndChangesNothing() throws Exception {
    Path target = folder.resolve("predictions");
    run(predict(target.toString()));
    String first = out();
    Files.writeString(target.resolve("part-0"), "mark");

    assertThat(run(predict(target.toString()))).isZero();

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: these predictions are finished (--overwrite predicts again)");
    assertThat(out()).isEqualTo(first);
    assertThat(target.resolve("part-0")).hasContent("mark");
    assertThat(local.calls).hasSize(1);
    assertThat(run(predict(target.toString(), "--overwrite"))).isZero();
    assertThat(target.resolve("part-0")).hasContent("predictions");
  }

  @Test
  void predict_otherwiseIntoTheSameFolder_is73AndNamesTheDifferences() {
    Path target = folder.resolve("predictions");
    run(predict(target.toString()));

    assertThat(run(predict(target.toString(), "--layer", "2"))).isEqualTo(73);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: cannot write predictions to "
                + target
                + ": it holds finished predictions that differ: layer was absent, now 2; choose"
                + " another output, or replace it with --overwrite");
    assertThat(run(predict(target.toString(), "--layer", "2", "--overwrite"))).isZero();
  }

  /** What is left after a SIGKILL is the marker and some files. */
  @Test
  void train_askedToStop_goesOnWhenRepeated() throws Exception {
    local.afterEpoch = stop::make;

    assertThat(run("train", conf)).isEqualTo(143);

    assertThat(out()).isEmpty();
    assertThat(err())
        .endsWith(
            "bellows: stopped; the same command goes on after 2 rounds, in epoch 2"
                + System.lineSeparator());
    assertThat(names(output))
        .containsExactlyInAnyOrder("attempts", "bellows.json", "checkpoints", "history.csv");
    local.afterEpoch = () -> {};
    stop = new StopRequest();
    assertThat(run("train", conf)).isZero();
    assertThat(err()).doesNotContain("    1 ").contains("    2 ", "    3 ");
    assertThat(names(output)).contains("model", "result.json");
    assertThat(lastLine().get("epochs").asInt()).isEqualTo(3);
    assertThat(provenance().path("attempt").asInt()).isEqualTo(2);
    assertThat(provenance().has("changes")).isFalse();
  }

  private JsonNode provenance() throws Exception {
    return new ObjectMapper().readTree(output.resolve("result.json").toFile()).path("provenance");
  }

  /** Spark may say something when it stops, and the last line is for machines. */
  @Test
  void train_result_isPrintedAfterSparkHasStopped() {
    List<String> printedBefore = new ArrayList<>();
    local.atClose = () -> printedBefore.add(out());

    assertThat(run("train", conf)).isZero();

    assertThat(printedBefore).containsExactly("");
    assertThat(out()).isNotEmpty();
  }

  @Test
  void train_unfinishedAndNotToResume_isRefused() {
    local.afterEpoch = stop::make;
    run("train", conf);
    stop = new StopRequest();

    assertThat(run("train", conf, "--resume", "never")).isEqualTo(73);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: cannot train into "
                + output
                + ": it holds an unfinished run; choose another output, or replace it with"
                + " --overwrite");
    local.afterEpoch = () -> {};
    assertThat(run("train", conf, "--resume", "never", "--overwrite")).isZero();
  }

  @Test
  void train_unfinishedAndAnother_isRefusedNamingTheDifferences() {
    local.afterEpoch = stop::make;
    run("train", conf);
    stop = new StopRequest();

    assertThat(run("train", conf, "--set", "seed=2", "--set", "training.max-epochs=5"))
        .isEqualTo(73);

    assertThat(err())
        .contains("it holds an unfinished run that differs: seed was 1, now 2; choose");
  }

  @Test
  void train_finishedAndMoreEpochs_goesOnAndSaysWhatChanged() throws Exception {
    run("train", conf);

    assertThat(run("train", conf, "--set", "training.max-epochs=5")).isZero();

    assertThat(err())
        .startsWith("bellows: changed since it began: training.max-epochs was 3, now 5");
    assertThat(err()).doesNotContain("    3 ").contains("    4 ", "    5 ");
    assertThat(lastLine().get("epochs").asInt()).isEqualTo(5);
    assertThat(provenance().path("changes").toString())
        .isEqualTo("[{\"key\":\"training.max-epochs\",\"was\":\"3\",\"now\":\"5\"}]");
    assertThat(run("train", conf, "--set", "training.max-epochs=5")).isZero();
    assertThat(err()).startsWith("bellows: this run is finished");
  }

  /** The files of a source are compared with what they were; a table has none. */
  @Test
  void train_finishedOnATable_saysThatItsRowsWereNotLookedAt() {
    String[] table = {"train", conf, "--set", "data.format=table", "--set", "data.train=shop.rows"};
    run(table);

    assertThat(run(table)).isZero();

    assertThat(err())
        .startsWith("bellows: this run is finished")
        .contains(
            "shop.rows is not files: whether its rows are the same as then was not looked at");
    assertThat(local.calls).containsExactly("train");
  }

  @Test
  void train_finishedAndAnotherEngine_showsTheResult() {
    run("train", conf);

    assertThat(run("train", conf, "--set", "training.engine=jobs", "--set", "checkpoint.keep=1"))
        .isZero();

    assertThat(err()).startsWith("bellows: this run is finished");
    assertThat(local.calls).containsExactly("train");
  }

  /** A schedule that is spread over the epochs depends on how many there are. */
  @Test
  void train_moreEpochsWithASchedule_isAnotherRun() {
    String[] decaying = {"train", conf, "--set", "training.optimizer.schedule.name=exponential"};
    run(decaying);
    List<String> longer = new ArrayList<>(List.of(decaying));
    longer.addAll(List.of("--set", "training.max-epochs=5"));

    assertThat(run(longer.toArray(String[]::new))).isEqualTo(73);

    assertThat(err()).contains("differs: training.max-epochs was 3, now 5");
  }

  @Test
  void train_stoppedAfterItWasKept_saysThatItGoesOn() {
    local.afterEpoch =
        () -> {
          stop.make();
          stop.during(
              () -> {
                throw new IllegalStateException("cancelled");
              });
        };

    assertThat(run("train", conf)).isEqualTo(143);

    assertThat(err())
        .endsWith(
            "bellows: stopped; the same command goes on with what "
                + output
                + " holds"
                + System.lineSeparator());
    local.afterEpoch = () -> {};
    stop = new StopRequest();
    assertThat(run("train", conf)).isZero();
  }

  /** The last history belongs to the result, and is not forgone. */
  @Test
  void train_historyCannotBeWritten_warnsAndGoesOnToTheEnd() throws Exception {
    Path inTheWay = output.resolve("history.csv/in-the-way");
    local.afterEpoch =
        () -> {
          local.afterEpoch = () -> {};
          try {
            Files.delete(output.resolve("history.csv"));
            Files.createDirectories(inTheWay);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };

    assertThat(run("train", conf)).isEqualTo(73);

    assertThat(err()).contains("history.csv cannot be written", "; training goes on", "    3 ");
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    assertThat(run("train", conf)).isZero();
    assertThat(err()).doesNotContain("    1 ");
    assertThat(output.resolve("history.csv")).isRegularFile();
  }

  @Test
  void train_executorsLostTooOften_is70AndNamesTheRemedy() {
    backends =
        name ->
            failing(
                () ->
                    new IllegalStateException(
                        new SparkException(
                            "Job aborted: ExecutorLostFailure, code 137\nDriver stacktrace:")));

    assertThat(run("train", conf)).isEqualTo(70);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: Spark gave up after it had lost executors; their logs tell why; raise"
                + " spark.executor.memory if they ran out of it, and repeat the command: Job"
                + " aborted: ExecutorLostFailure, code 137");
  }

  @Test
  void train_outOfMemory_is70AndNamesTheRemedy() {
    backends =
        name ->
            failing(
                () -> {
                  throw new OutOfMemoryError("Java heap space");
                });

    assertThat(run("train", conf)).isEqualTo(70);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: out of memory (Java heap space); give more with --driver-memory");
    assertThat(output).doesNotExist();
  }

  @Test
  void train_askedToStopBeforeTheFirstRound_leavesNoTrace() {
    stop.make();

    assertThat(run("train", conf)).isEqualTo(143);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: stopped before there was anything to keep; the same command begins again");
    assertThat(output).doesNotExist();
  }

  @Test
  void train_askedToStopBeforeAnEpochHasEnded_leavesAnOlderRun() throws Exception {
    run("train", conf);
    stop.make();

    assertThat(run("train", conf, "--overwrite")).isEqualTo(143);

    assertThat(names(output)).contains("result.json", "model");
    assertThat(run("train", conf)).isZero();
  }

  @Test
  void quickstart_askedToStop_leavesNoTrace() {
    backends =
        name -> {
          stop.make();
          return stop.during(
              () -> {
                throw new IllegalStateException("cancelled");
              });
        };
    Path target = folder.resolve("first-look");

    assertThat(run("quickstart", "--output", target.toString())).isEqualTo(143);

    assertThat(err()).startsWith("bellows: stopped before there was anything to keep;");
    assertThat(target).doesNotExist();
  }

  @Test
  void predict_unfinishedAndTheSame_startsOver() throws Exception {
    Path target = folder.resolve("predictions");
    run(predict(target.toString()));
    Files.delete(target.resolve("_result.json"));
    Files.writeString(target.resolve("part-1"), "half");

    assertThat(run(predict(target.toString(), "--layer", "2"))).isEqualTo(73);
    assertThat(err()).contains("it holds unfinished predictions that differ: layer was absent");
    assertThat(run(predict(target.toString()))).isZero();

    assertThat(names(target)).containsExactly("_bellows.json", "_result.json", "part-0");
  }

  @Test
  void predict_thatFailsBeforeItWrites_leavesOlderPredictions() throws Exception {
    Path target = folder.resolve("predictions");
    run(predict(target.toString()));
    backends = name -> failing(() -> new InputException("no such column: x"));

    assertThat(run(predict(target.toString(), "--overwrite"))).isEqualTo(65);

    assertThat(names(target)).containsExactly("_bellows.json", "_result.json", "part-0");
    assertThat(run(predict(folder.resolve("fresh").toString()))).isEqualTo(65);
    assertThat(folder.resolve("fresh")).doesNotExist();
  }

  @Test
  void predict_thatFailsWhileItWrites_leavesNoHalf() {
    Path target = folder.resolve("predictions");
    local.duringPrediction =
        () -> {
          throw new InputException("row 7 is ragged");
        };

    assertThat(run(predict(target.toString()))).isEqualTo(65);

    assertThat(target).doesNotExist();
  }

  /** Other programs' data sets have a _SUCCESS, too. */
  @Test
  void predict_intoAFolderThatIsNotOurs_is73EvenWithOverwrite() throws Exception {
    Path target = Files.createDirectories(folder.resolve("sales"));
    Files.writeString(target.resolve("_SUCCESS"), "");
    Files.writeString(target.resolve("part-0"), "ten years of sales");

    assertThat(run(predict(target.toString(), "--overwrite"))).isEqualTo(73);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: cannot write predictions to "
                + target
                + ": the folder is not empty and was not made by Bellows (no _bellows.json); choose"
                + " another output");
    assertThat(target.resolve("part-0")).hasContent("ten years of sales");
    assertThat(local.calls).isEmpty();
  }

  @Test
  void predict_intoItsOwnInput_is73() throws Exception {
    Path rows = Files.createDirectories(folder.resolve("rows"));
    Files.writeString(rows.resolve("a.csv"), "a,b\n");
    String[] outputs = {rows.toString(), rows + "/predicted", folder.toString(), "file:" + rows};
    for (String target : outputs) {
      assertThat(
              run("predict", "model", "--data", rows.toString(), "--output", target, "--overwrite"))
          .as(target)
          .isEqualTo(73);
      assertThat(err())
          .isEqualToIgnoringNewLines(
              "bellows: cannot write predictions to "
                  + target
                  + ": it is, contains or lies in "
                  + rows
                  + ", which is read; choose another output");
    }
    run("train", conf);
    for (String target : List.of(output.toString(), output + "/model/x", output + "/predicted")) {
      assertThat(
              run(
                  "predict",
                  output.toString(),
                  "--data",
                  rows.toString(),
                  "--output",
                  target,
                  "--overwrite"))
          .as(target)
          .isEqualTo(73);
    }
    assertThat(names(output)).contains("model", "result.json");
  }

  @Test
  void quickstart_marksItsFolderAndShowsItsReportAgain() throws Exception {
    Path target = folder.resolve("first-look");
    String[] args = {"quickstart", "--output", target.toString()};

    assertThat(run(args)).isZero();

    assertThat(out()).isEqualTo("report\n{}\n");
    assertThat(names(target)).containsExactly("quickstart.json", "report.txt");
    assertThat(local.isClosed).isTrue();
    assertThat(run(args)).isZero();
    assertThat(out()).isEqualTo("report\n{}\n");
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: the quickstart is finished; here is its report (--overwrite runs it again)");
    assertThat(local.calls).containsExactly("quickstart " + target);
    assertThat(run("quickstart", "--overwrite", "--output", target.toString())).isZero();
    assertThat(local.calls).hasSize(2);
  }

  @Test
  void quickstart_unfinished_startsOver() throws Exception {
    Path target = folder.resolve("first-look");
    run("quickstart", "--output", target.toString());
    Files.delete(target.resolve("report.txt"));

    assertThat(run("quickstart", "--output", target.toString())).isZero();

    assertThat(local.calls).hasSize(2);
  }

  @Test
  void quickstart_whereItMayNotWrite_is73() throws Exception {
    Path thesis = Files.createDirectories(folder.resolve("thesis"));
    Files.writeString(thesis.resolve("thesis.tex"), "ten years of work");

    assertThat(run("quickstart", "--output", thesis.toString(), "--overwrite")).isEqualTo(73);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: cannot write the quickstart to "
                + thesis
                + ": the folder is not empty and was not made by Bellows (no quickstart.json);"
                + " choose another output");
    assertThat(run("quickstart", "--output", data.toString())).isEqualTo(73);
    assertThat(err()).contains("there is a file of that name; choose another output");
    assertThat(run("quickstart", "--output", data.resolve("x").toString())).isEqualTo(73);
    assertThat(err()).contains("it cannot be written to");
    assertThat(names(thesis)).containsExactly("thesis.tex");
    assertThat(local.calls).isEmpty();
  }

  @Test
  void bench_withoutAConfiguration_measuresTheUsualNetwork() throws Exception {
    Path file = folder.resolve("new/bench.json");
    assertThat(run("bench", "--output", file.toString())).isZero();
    assertThat(local.calls)
        .containsExactly("bench [1024, 1024] Optional[Sizes[inputs=784, outputs=10]] PT3S");
    assertThat(lastLine()).isEqualTo(new ObjectMapper().readTree(file.toFile()));
    assertThat(run("bench", "--output", file.toString())).isZero();
    assertThat(run("bench", "--output", data.toString())).isEqualTo(73);
    assertThat(err()).contains("a file of that name that bellows bench has not written");
  }

  @Test
  void bench_report_isShownInColumns() {
    assertThat(run("bench", conf)).isZero();
    assertThat(local.calls).containsExactly("bench [4] Optional.empty PT3S");
    assertThat(out())
        .startsWith(
            """
            Network 100-50-10: 5,560 parameters, 23,000 FLOP a row in training
            Batch 32, 8 shares, 8,192 rows an epoch

            Executors: 2 of 2 answered; GFLOPS a core, all cores at work, 32 rows
              1 on here, 2 cores, Java 17: vector, 512 bits wide
                layer                      A·W     Aᵀ·dZ     dZ·Wᵀ
                100 × 50                  1.00      1.25         –
                50 × 10                   1.00      1.00      0.50
                the core's peak           2.00
              2 on there, 1 core, Java 17: cannot
                the core's peak     not measured: the vector kernels cannot run

            A round             time   arithmetic  meeting   update   engine      rows/s   GFLOPS  of peak
              jobs network   1.00 ms       600 µs   100 µs   200 µs   100 µs      32,000     0.74   18.4 %
                   empty     1.00 ms       600 µs   100 µs   200 µs   100 µs
              gang: the master is far
              jobs, a Spark job a round

            Advice: training.engine = jobs, training.shares = 8, training.batch-size = 64
              There is no other.
            {""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train CONF", "predict m --data d --output runs/a", "quickstart"})
  void outputThatOnlyTheDriverWouldSee_isRefusedInClusterDeployMode(String line) {
    deployment = new Deployment("spark://host:7077", true);

    assertThat(run(line.replace("CONF", conf).split(" ", -1))).isEqualTo(73);
    assertThat(err()).startsWith("bellows: cannot use the output folder ");
    assertThat(local.calls).isEmpty();
    assertThat(output).doesNotExist();
  }

  @Test
  void train_localOutputOnACluster_isWarnedOfAndTrains() {
    deployment = new Deployment("spark://host:7077", false);

    assertThat(run("train", conf)).isZero();
    assertThat(err()).contains("bellows: warning: the output folder " + output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--network 784|--network expects sizes below 1,000,000 such as 784-1024-1024-10 or 20-1, was \"784\"",
        "--network 784-x-10|--network expects sizes below 1,000,000 such as 784-1024-1024-10 or 20-1, was \"784-x-10\"",
        "--seconds 0|--seconds expects a number above 0 and at most 3600, was 0.0",
        "run.conf --network 3-2|expected RUN.conf or --network, not both",
        "--set training.batch-size=full|training.batch-size: drawn rows have no full batch; expected a whole number",
        "--set training.batch-size=0|training.batch-size: must be a whole number, at least 1, or full; was 0",
        "--set network.dropout.hidden=2|network.dropout.hidden",
        "--set training.engin=jobs|training.engin: unknown key; did you mean training.engine?",
        "missing.conf|cannot read missing.conf: expected a readable file, or the name of one given to --files",
      })
  void bench_badOption_isRefusedInASentence(String line) {
    String[] parts = line.split("[|]", -1);
    assertThat(run(("bench " + parts[0]).split(" ", -1))).isEqualTo(64);
    assertThat(err()).contains(parts[1]);
    assertThat(local.calls).isEmpty();
  }
}
