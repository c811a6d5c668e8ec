package io.bellows.jobs.cli;

import io.bellows.driver.bench.Bench;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.checkpoint.CheckpointConfig;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.training.DataSummary;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.driver.training.Refit;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.automatic.Look;
import io.bellows.kernels.Task;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What the commands need Spark for. Tests put something in its place that needs none. */
interface Backend extends Look, AutoCloseable {
  /** Where a backend comes from, once a command knows that it needs one. */
  @FunctionalInterface
  interface Factory {
    /**
     * A backend, to be closed.
     *
     * @param name what the application is called in Spark's listings
     */
    Backend open(String name);
  }

  /**
   * A training that has ended.
   *
   * @param task what the targets turned out to be: classification or regression
   * @param execution the engine and the kernels that were taken
   * @param efficiency how well the machine was used
   * @param kept where the newest checkpoint stands; empty without one
   * @param members how each network of an ensemble was trained; else the one result
   * @param refit what the second part of the run gave; the model and the test are of it
   * @param saveModel writes the model to a folder, while the backend is open
   */
  record Trained(
      TrainingResult result,
      DataSummary data,
      Task task,
      Optional<Evaluation> test,
      ExecutionConfig execution,
      Optional<Efficiency> efficiency,
      Optional<TrainingState.Standing> kept,
      Optional<Refit> refit,
      List<TrainingResult> members,
      Consumer<String> saveModel) {}

  /**
   * Where a training leaves what it can go on from.
   *
   * @param goesOn whether it goes on from what was left there
   * @param beforeCommit called before anything is written; may throw, to have nothing written
   */
  record Checkpointing(
      String folder, CheckpointConfig config, boolean goesOn, Runnable beforeCommit) {}

  /**
   * The rows to look at.
   *
   * @param format when absent, that of the training rows, with their options
   * @param options come before those of the training rows
   */
  record Rows(String path, Optional<String> format, Map<String, String> options) {}

  /** Where predictions go. */
  record Destination(String folder, String format) {}

  /** Where it runs. */
  record Platform(String sparkVersion, String master) {}

  Platform platform();

  Trained train(TrainingRequest request, Checkpointing checkpointing, TrainingListener listener);

  Evaluation evaluate(String model, Rows rows);

  /**
   * Writes predictions into a folder that holds none.
   *
   * @param begin is called when model and rows have been looked at, before anything is written
   */
  void predict(
      String model, Rows rows, OptionalInt hiddenLayer, Destination destination, Runnable begin);

  /**
   * Runs the quickstart into a folder.
   *
   * @param err receives a line for each step
   * @return the report, whose last line is JSON
   * @throws IOException when the folder cannot be written to
   */
  String quickstart(Path output, PrintStream err) throws IOException;

  /**
   * Measures what a training would cost.
   *
   * @param drawn when present, rows of these sizes are drawn; else they are those of the request
   * @param time how long each kind of rounds is measured
   */
  BenchReport bench(TrainingRequest request, Optional<Bench.Sizes> drawn, Duration time);

  /** Closes it; once it is closed, nothing happens. */
  @Override
  void close();
}
