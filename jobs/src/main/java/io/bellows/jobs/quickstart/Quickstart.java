package io.bellows.jobs.quickstart;

import static org.apache.spark.sql.functions.col;

import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingData;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.jobs.quickstart.QuickstartData.Part;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The textbook in one command: draws digits, trains linear models and networks on them, and tells
 * what learned features, early stopping and dropout each brought.
 */
public final class Quickstart {
  private static final long PAINTER_SEED = 1;
  private static final int HIDDEN_LAYER = 1;

  private final SparkSession spark;
  private final Path output;
  private final PrintStream progress;
  private final BooleanSupplier stopRequested;

  /** One run's end: the best weights, and for comparison the last ones. */
  private record Run(Experiment experiment, TrainingOutcome outcome, Weights last) {
    QuickstartReport.Line line(String title, int epoch, Evaluation test) {
      return new QuickstartReport.Line(
          title,
          outcome.model().network().inputs(),
          outcome.data().parameters(),
          outcome.result().history(),
          epoch,
          1 - test.figure("accuracy"));
    }
  }

  private Quickstart(
      SparkSession spark, Path output, PrintStream progress, BooleanSupplier stopRequested) {
    this.spark = spark;
    this.output = output;
    this.progress = progress;
    this.stopRequested = stopRequested;
  }

  /**
   * Runs it all.
   *
   * @param output where data, configurations and results are written
   * @param err receives a line for each step
   * @param stopRequested asked after every round
   * @return the report, whose last line is JSON
   * @throws CancellationException when it was asked to stop
   * @throws IOException when the output cannot be written
   */
  public static String run(
      SparkSession spark, Path output, PrintStream err, BooleanSupplier stopRequested)
      throws IOException {
    // Compiling queries takes longer than interpreting them on a few thousand rows.
    spark.conf().set("spark.sql.codegen.wholeStage", false);
    spark.conf().set("spark.sql.adaptive.enabled", false);
    QuickstartReport report =
        new Quickstart(spark, output.toAbsolutePath(), err, stopRequested).run();
    Files.writeString(output.resolve("result.json"), report.json() + System.lineSeparator());
    return report.text(output) + report.json() + System.lineSeparator();
  }

  private QuickstartReport run() throws IOException {
    progress.println("Drawing 6,000 pictures of digits ...");
    QuickstartData data =
        QuickstartData.draw(output.resolve("data"), new DigitPainter(PAINTER_SEED));
    List<Run> onPictures =
        train(
            Experiment.linearOnPixels(data, output),
            Experiment.network(data, output),
            Experiment.dropout(data, output));
    Run pixels = onPictures.get(0);
    Run network = onPictures.get(1);
    Run dropout = onPictures.get(2);
    Run sums = train(Experiment.linearOnSums(data, output)).get(0);
    for (Part part : Part.values()) {
      writeHidden(dropout, data, part);
    }
    Run hidden = train(Experiment.linearOnHidden(data, output)).get(0);
    return new QuickstartReport(
        List.of(
            bestLine(pixels),
            bestLine(sums),
            lastLine(network, data),
            bestLine(network),
            bestLine(dropout),
            bestLine(hidden)),
        UnitCorrelation.meanAbsolute(hidden(network, data, Part.TEST)),
        UnitCorrelation.meanAbsolute(
            units(spark.read().parquet(data.hidden(Part.TEST).toString()))));
  }

  /** Trains on the same data, which is prepared once. */
  private List<Run> train(Experiment... experiments) throws IOException {
    try (TrainingData data = TrainingData.prepared(spark, request(experiments[0]))) {
      List<Run> runs = new ArrayList<>();
      for (Experiment experiment : experiments) {
        Files.writeString(output.resolve(experiment.name() + ".conf"), experiment.configuration());
        runs.add(train(experiment, data));
      }
      return runs;
    }
  }

  private static TrainingRequest request(Experiment experiment) {
    return RunConfigLoader.parse(experiment.configuration()).request();
  }

  private Run train(Experiment experiment, TrainingData data) {
    AtomicReference<Weights> last = new AtomicReference<>();
    long begin = System.nanoTime();
    TrainingOutcome outcome = SparkTrainer.train(data, request(experiment), listener(last));
    if (outcome.result().end() == TrainingResult.End.STOPPED) {
      throw new CancellationException("the quickstart was asked to stop");
    }
    progress.printf(
        Locale.ROOT,
        "%-36s %2d epochs, best %2d, %4.1f s%n",
        experiment.title(),
        outcome.result().history().size(),
        outcome.result().bestEpoch() + 1,
        (System.nanoTime() - begin) / 1e9);
    return new Run(experiment, outcome, last.get());
  }

  private TrainingListener listener(AtomicReference<Weights> last) {
    return new TrainingListener() {
      @Override
      public void epochEnded(TrainingState state) {
        last.set(state.weights());
      }

      @Override
      public boolean stopRequested() {
        return stopRequested.getAsBoolean();
      }
    };
  }

  private static QuickstartReport.Line bestLine(Run run) {
    return run.line(
        run.experiment().title(),
        run.outcome().result().bestEpoch(),
        run.outcome().test().orElseThrow());
  }

  private QuickstartReport.Line lastLine(Run run, QuickstartData data) {
    TrainedModel best = run.outcome().model();
    TrainedModel last =
        new TrainedModel(
            best.network(),
            List.of(run.last()),
            best.preparation(),
            best.declaration(),
            best.dataSeed(),
            best.shares());
    Evaluation test = last.evaluate(spark, pictures(data, Part.TEST));
    return run.line(
        run.experiment().title() + ", last epoch",
        run.outcome().result().history().size() - 1,
        test);
  }

  private static DataSource pictures(QuickstartData data, Part part) {
    return new DataSource(
        "idx", data.images(part).toString(), Map.of("labels", data.labels(part).toString()));
  }

  private List<double[]> hidden(Run run, QuickstartData data, Part part) {
    List<double[]> outputs = new ArrayList<>();
    useHidden(run, data, part, hidden -> outputs.addAll(units(hidden)));
    return outputs;
  }

  private void writeHidden(Run run, QuickstartData data, Part part) {
    String folder = data.hidden(part).toString();
    useHidden(run, data, part, hidden -> hidden.write().mode(SaveMode.Overwrite).parquet(folder));
  }

  private void useHidden(Run run, QuickstartData data, Part part, Consumer<Dataset<Row>> use) {
    run.outcome()
        .model()
        .predict(
            spark,
            pictures(data, part),
            OptionalInt.of(HIDDEN_LAYER),
            predicted -> use.accept(hiddenAndLabel(predicted)));
  }

  private static Dataset<Row> hiddenAndLabel(Dataset<Row> predicted) {
    List<Column> kept = new ArrayList<>();
    Arrays.stream(predicted.columns())
        .filter(name -> name.startsWith("hidden"))
        .forEach(name -> kept.add(col(name)));
    kept.add(col("label"));
    return predicted.select(kept.toArray(Column[]::new));
  }

  /** The outputs of hidden units, the label left out. */
  private static List<double[]> units(Dataset<Row> hidden) {
    List<double[]> outputs = new ArrayList<>();
    for (Row row : hidden.collectAsList()) {
      double[] units = new double[row.size() - 1];
      Arrays.setAll(units, row::getFloat);
      outputs.add(units);
    }
    return outputs;
  }
}
