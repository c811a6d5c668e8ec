package io.bellows.driver.training;

import static io.bellows.driver.SparkSessions.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.RealTargets;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ensemble is its networks, trained one by one, and the mean of what they predict. */
class EnsembleTest {
  private static final int MEMBERS = 3;
  private static final long SEED = 5;

  @TempDir Path folder;

  @Test
  void train_classes_isTheMeanOfSeparateRuns() {
    TestTable table = TestTable.mixed(300, 1);
    String train = table.range(0, 240).csv(folder.resolve("train.csv"));
    DataSource test = TestRun.csvSource(table.range(240, 300).csv(folder.resolve("test.csv")));

    TrainingOutcome ensemble = run(train, test).seed(SEED).ensemble(MEMBERS).train();
    List<TrainingOutcome> alone =
        IntStream.range(0, MEMBERS)
            .mapToObj(member -> run(train, test).seed(SEED + member).train())
            .toList();

    for (int member = 0; member < MEMBERS; member++) {
      assertThat(ensemble.model().members().get(member).values())
          .containsExactly(alone.get(member).model().weights().values());
      assertThat(figures(ensemble.members().get(member)))
          .isEqualTo(figures(alone.get(member).result()));
    }
    assertThat(ensemble.result()).isEqualTo(ensemble.members().get(0));
    List<Row> together = predicted(ensemble.model(), test);
    List<List<Row>> apart = alone.stream().map(one -> predicted(one.model(), test)).toList();
    int right = 0;
    for (int row = 0; row < 60; row++) {
      right += assertMean(together.get(row), row, apart) ? 1 : 0;
    }
    Map<String, Double> figures = ensemble.test().orElseThrow().figures();
    assertThat(figures.get("accuracy")).isEqualTo(right / 60.0);
    double loss = 0;
    for (TrainingOutcome one : alone) {
      loss += one.test().orElseThrow().figure("loss");
    }
    assertThat(figures.get("loss")).isCloseTo(loss / MEMBERS, Offset.offset(1e-12));
    // The mean probability is at least the geometric mean (Jensen).
    assertThat(figures.get("log-loss")).isLessThan(loss / MEMBERS);
  }

  /** Whether the mean's class is the row's. */
  private static boolean assertMean(Row mean, int row, List<List<Row>> apart) {
    int prediction = mean.fieldIndex("prediction");
    int classes = mean.size() - prediction - 1;
    assertThat(classes).isGreaterThan(1);
    int best = 0;
    for (int label = 1; label <= classes; label++) {
      double sum = 0;
      for (List<Row> one : apart) {
        sum += one.get(row).getFloat(prediction + label);
      }
      assertThat(mean.getFloat(prediction + label)).isEqualTo((float) (sum / MEMBERS));
      best =
          mean.getFloat(prediction + label) > mean.getFloat(prediction + 1 + best)
              ? label - 1
              : best;
    }
    String name = mean.schema().fieldNames()[prediction + 1 + best];
    assertThat(name).isEqualTo("probability_" + mean.getString(prediction));
    return mean.getString(prediction).equals(mean.getAs("label"));
  }

  @Test
  void train_numbers_predictsTheMean() {
    String prices = TestTable.real(200, 22).csv(folder.resolve("prices.csv"));
    TestRun run = TestRun.csv(prices).target("price").hidden(4).maxEpochs(2);

    TrainedModel ensemble = run.seed(SEED).ensemble(2).train().model();
    TrainedModel first = run.ensemble(1).train().model();
    TrainedModel second = run.seed(SEED + 1).train().model();

    DataSource source = TestRun.csvSource(prices);
    List<Row> together = predicted(ensemble, source);
    List<Row> one = predicted(first, source);
    List<Row> other = predicted(second, source);
    double scale = ((RealTargets) ensemble.target()).numbers().get(0).scale();
    for (int row = 0; row < together.size(); row++) {
      double mean =
          (one.get(row).<Double>getAs("prediction") + other.get(row).<Double>getAs("prediction"))
              / 2;
      // The mean of standardised numbers of size below 8, rounded to float.
      assertThat(together.get(row).<Double>getAs("prediction"))
          .isCloseTo(mean, Offset.offset(8 * 0x1p-24 * scale));
    }
    assertThat(together).hasSize(200);
  }

  @Test
  void load_ensembleThatWasSaved_predictsAndEvaluatesTheSame() {
    String path = TestTable.mixed(200, 1).csv(folder.resolve("table.csv"));
    DataSource source = TestRun.csvSource(path);
    TrainedModel model = run(path, source).seed(SEED).ensemble(2).train().model();
    String saved = folder.resolve("model").toString();
    model.save(local(), saved);

    TrainedModel loaded = TrainedModel.load(local(), saved);

    assertThat(folder.resolve("model/network/weights-0.safetensors")).exists();
    assertThat(folder.resolve("model/network/weights-1.safetensors")).exists();
    assertThat(Files.exists(folder.resolve("model/network/weights.safetensors"))).isFalse();
    assertThat(predicted(loaded, source)).isEqualTo(predicted(model, source));
    assertThat(loaded.evaluate(local(), source).figures())
        .isEqualTo(model.evaluate(local(), source).figures());
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> loaded.predict(local(), source, OptionalInt.of(1), rows -> {}))
        .withMessage(
            "Cannot add the outputs of a hidden layer: the model is an ensemble of 2 networks, each"
                + " with its own; predict without it, or train with training.ensemble = 1");
  }

  @Test
  void train_memberDiverged_endsAsDivergedWithoutAModel() {
    String path = TestTable.mixed(100, 1).csv(folder.resolve("table.csv"));
    List<Integer> begun = new ArrayList<>();

    TrainingOutcome outcome =
        SparkTrainer.train(
            local(),
            run(path, TestRun.csvSource(path))
                .optimizer(new Sgd(0))
                .rate(1e30)
                .ensemble(2)
                .request(),
            new TrainingListener() {
              @Override
              public void epochEnded(TrainingState state) {}

              @Override
              public void memberBegins(int member, int of) {
                begun.add(member);
              }
            });

    assertThat(outcome.result().end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(outcome.result().isUsable()).isFalse();
    assertThat(begun).containsExactly(0);
  }

  private static TestRun run(String train, DataSource test) {
    return TestRun.csv(train)
        .test(new Split.Separate(test))
        .validation(0.2)
        .hidden(4)
        .dropout(0.1, 0.2)
        .monitor("validation-loss", 2)
        .maxEpochs(4);
  }

  private static List<Row> predicted(TrainedModel model, DataSource source) {
    List<Row> rows = new ArrayList<>();
    model.predict(
        local(), source, OptionalInt.empty(), found -> rows.addAll(found.collectAsList()));
    return rows;
  }

  private static List<Map<String, Double>> figures(TrainingResult result) {
    return result.history().stream().map(EpochRecord::figures).toList();
  }
}
