package io.bellows.jobs.cli;

import io.bellows.driver.bench.Bench;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.checkpoint.RunCheckpoints;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.survey.Surveyor;
import io.bellows.driver.survey.TableSurvey;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.StoppableJobs;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.quickstart.Quickstart;
import io.bellows.kernels.training.TrainingListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The backend that is meant: one Spark session, stopped in the end. */
final class SparkBackend implements Backend {
  private static final String MASTER = "spark.master";
  private static final String TIMEOUT = "spark.network.timeout";

  /**
   * In one JVM no executor is ever lost; but Spark takes one for lost that has not been heard of
   * for two minutes, as after a laptop's sleep or a jump of the clock, and ends the process.
   */
  private static final String LONGEST_SLEEP = "365d";

  private static final String KILL_ON_FATAL_ERROR = "spark.executor.killOnFatalError.depth";

  private final SparkSession spark;
  private final StopRequest stop;

  private SparkBackend(SparkSession spark, StopRequest stop) {
    this.spark = spark;
    this.stop = stop;
    StoppableJobs.begin(spark.sparkContext());
    stop.cancelBy(this::cancel);
  }

  /**
   * Starts Spark, on this machine's cores where no master was given.
   *
   * @param stop cancels whatever job need not end in order
   */
  static SparkBackend start(String name, StopRequest stop) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    String master = System.getProperty(MASTER, "local[*]");
    builder.master(master);
    if (master.startsWith("local[") || master.equals("local")) {
      // Tasks share this JVM: one that is out of memory fails, and the command says so. Else Spark
      // ends the JVM, as is right for an executor, which is started again.
      builder.config(KILL_ON_FATAL_ERROR, 0);
      if (System.getProperty(TIMEOUT) == null) {
        builder.config(TIMEOUT, LONGEST_SLEEP);
      }
    }
    return stop.during(() -> new SparkBackend(builder.getOrCreate(), stop));
  }

  private void cancel() {
    if (!spark.sparkContext().isStopped()) {
      StoppableJobs.cancel(spark.sparkContext());
    }
  }

  @Override
  public Platform platform() {
    return new Platform(spark.version(), spark.sparkContext().master());
  }

  @Override
  public List<String> firstLines(DataSource source, int lines) {
    return stop.during(() -> Surveyor.firstLines(spark, source, lines));
  }

  @Override
  public TableSurvey survey(DataConfig data) {
    return stop.during(() -> Surveyor.survey(spark, data));
  }

  @Override
  public Trained train(
      TrainingRequest request, Checkpointing checkpointing, TrainingListener listener) {
    RunCheckpoints checkpoints =
        new RunCheckpoints(
            checkpointing.folder(),
            checkpointing.config(),
            checkpointing.goesOn(),
            checkpointing.beforeCommit(),
            System::nanoTime);
    TrainingOutcome outcome =
        stop.during(() -> SparkTrainer.train(spark, request, checkpoints, listener));
    StoppableJobs.end(spark.sparkContext());
    return new Trained(
        outcome.result(),
        outcome.data(),
        outcome.model().target().task(),
        outcome.test(),
        outcome.execution(),
        outcome.efficiency(),
        checkpoints.keptAt(),
        outcome.refit(),
        outcome.members(),
        folder -> outcome.model().save(spark, folder));
  }

  @Override
  public Evaluation evaluate(String model, Rows rows) {
    return stop.during(
        () -> {
          TrainedModel loaded = TrainedModel.load(spark, model);
          return loaded.evaluate(spark, source(loaded.source(), rows));
        });
  }

  @Override
  public void predict(
      String model, Rows rows, OptionalInt hiddenLayer, Destination destination, Runnable begin) {
    stop.during(
        () -> {
          TrainedModel loaded = TrainedModel.load(spark, model);
          loaded.predict(
              spark,
              source(loaded.source(), rows),
              hiddenLayer,
              predictions -> {
                begin.run();
                write(predictions, destination);
              });
          return loaded;
        });
  }

  private static void write(Dataset<Row> predictions, Destination destination) {
    var writer = predictions.write().mode(SaveMode.Append).format(destination.format());
    if (destination.format().equals("csv")) {
      writer = writer.option("header", true);
    }
    writer.save(destination.folder());
  }

  /** Format and options of the training rows, unless others are given, in whatever case. */
  static DataSource source(DataSource trained, Rows rows) {
    String format = rows.format().orElse(trained.format());
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (format.equals(trained.format())) {
      options.putAll(trained.options());
      options.remove("labels");
    }
    options.putAll(rows.options());
    return new DataSource(format, rows.path(), options);
  }

  @Override
  public String quickstart(Path output, PrintStream err) throws IOException {
    return stop.during(() -> Quickstart.run(spark, output, err, stop));
  }

  @Override
  public BenchReport bench(TrainingRequest request, Optional<Bench.Sizes> drawn, Duration time) {
    return stop.during(() -> Bench.run(spark, request, drawn, time, stop));
  }

  @Override
  public void close() {
    spark.stop();
  }
}
