package io.bellows.driver.training;

import static io.bellows.driver.SparkSessions.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.bellows.driver.PackedTable;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.InputException;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.MultiLabels;
import io.bellows.driver.preparation.RealTargets;
import io.bellows.driver.training.LossConfig.Name;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several targets, labels, and two classes by one output. */
class TargetsTest {
  @TempDir private Path folder;

  private TestRun run(TestTable table) {
    return TestRun.csv(table.csv(folder.resolve("rows.csv"))).shares(2).rate(0.05);
  }

  private List<Row> predicted(TrainedModel model) {
    String saved = folder.resolve("model").toString();
    model.save(local(), saved);
    List<Row> rows = new ArrayList<>();
    TrainedModel.load(local(), saved)
        .predict(
            local(),
            TestRun.csvSource(folder.resolve("rows.csv").toString()),
            OptionalInt.empty(),
            predictions -> rows.addAll(predictions.collectAsList()));
    return rows;
  }

  @Test
  void prepare_columnsOfZeroAndOne_areLabels() {
    TestTable table = TestTable.of("x,a,b", "1,0,true", "2,1,false", "3,1,true", "4,0.0,false");
    try (TrainingData data =
        TrainingData.prepared(local(), run(table).target("a", "b").request())) {
      assertThat(data.preparation().target()).isEqualTo(new MultiLabels(List.of("a", "b")));
      assertThat(PackedTable.of(data.training(), 1, 2).rows())
          .extracting(PackedTable.PackedRow::targets)
          .containsExactlyInAnyOrder(
              List.of(0f, 1f), List.of(1f, 0f), List.of(1f, 1f), List.of(0f, 0f));
    }
  }

  /** Each by its own mean and deviation: 2 and 1, 20 and 10. */
  @Test
  void prepare_columnsOfNumbers_areStandardisedEachByItself() {
    TestTable table = TestTable.of("x,a,b", "1,1,30", "2,3,10");
    try (TrainingData data =
        TrainingData.prepared(local(), run(table).target("a", "b").request())) {
      assertThat(((RealTargets) data.preparation().target()).numbers())
          .extracting(number -> number.name() + " " + number.mean() + " " + number.scale())
          .containsExactly("a 2.0 1.0", "b 20.0 10.0");
      assertThat(PackedTable.of(data.training(), 1, 2).rows())
          .extracting(PackedTable.PackedRow::targets)
          .containsExactlyInAnyOrder(List.of(-1f, 1f), List.of(1f, -1f));
    }
  }

  @Test
  void train_severalLabels_tellsWhatCanBeTold() {
    TrainingOutcome outcome =
        run(TestTable.labels(600, 1))
            .target("warm", "large", "odd")
            .validation(0.2)
            .test(0.2)
            .hidden(16)
            .maxEpochs(60)
            .monitor("validation-loss", 10)
            .train();

    assertThat(outcome.model().network().outputs()).isEqualTo(3);
    assertThat(outcome.test().orElseThrow().figures().keySet())
        .contains("loss", "accuracy", "log-loss", "exact-match", "macro-f1", "micro-f1", "auc-roc");
    assertThat(outcome.test().orElseThrow().figure("accuracy")).isGreaterThan(0.85);
    assertThat(outcome.test().orElseThrow().confusion()).isEmpty();
    List<Row> rows = predicted(outcome.model());
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly(
            "heat",
            "size",
            "warm",
            "large",
            "odd",
            "prediction_warm",
            "prediction_large",
            "prediction_odd",
            "probability_warm",
            "probability_large",
            "probability_odd");
    for (Row row : rows) {
      for (String label : List.of("warm", "large", "odd")) {
        float probability = row.getAs("probability_" + label);
        assertThat(row.<Integer>getAs("prediction_" + label)).isEqualTo(probability > 0.5f ? 1 : 0);
      }
    }
    long right =
        rows.stream()
            .filter(row -> row.getAs("warm").equals(row.getAs("prediction_warm").toString()))
            .count();
    assertThat(right / 600.0).isGreaterThan(0.85);
  }

  /** Both targets are the same linear function of other columns but for noise. */
  @Test
  void train_severalNumbers_predictsEachInItsOwnUnits() {
    TestTable table = TestTable.real(400, 2);
    TrainingOutcome outcome =
        run(table).target("price", "b").validation(0.1).test(0.2).maxEpochs(60).train();

    assertThat(outcome.test().orElseThrow().figures().keySet()).contains("rmse", "mape", "r2");
    List<Row> rows = predicted(outcome.model());
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("a", "b", "price", "prediction_price", "prediction_b");
    double mean =
        rows.stream().mapToDouble(row -> row.getAs("prediction_price")).average().orElse(0);
    double actual =
        table.column("price").stream().mapToDouble(Double::parseDouble).average().orElse(0);
    assertThat(mean).isCloseTo(actual, within(1000.0));
  }

  /** The loss of one output is that of two by softmax: both learn the same probabilities. */
  @Test
  void train_binaryCrossEntropy_hasOneOutputAndBothProbabilities() {
    TestTable table = TestTable.mixed(400, 3).where(row -> !row.get(5).equals("high"));
    TrainingOutcome outcome =
        run(table)
            .loss(new LossConfig(Name.BINARY_CROSS_ENTROPY, 1, 0))
            .validation(0.1)
            .test(0.2)
            .maxEpochs(40)
            .metrics("auc-roc")
            .train();

    assertThat(outcome.model().network().outputs()).isEqualTo(1);
    assertThat(outcome.model().network().loss()).isEqualTo(new BinaryCrossEntropy());
    assertThat(outcome.test().orElseThrow().confusion()).isPresent();
    assertThat(outcome.test().orElseThrow().figure("loss"))
        .isCloseTo(outcome.test().orElseThrow().figure("log-loss"), within(1e-6));
    assertThat(outcome.result().history().get(0).figures()).containsKey("validation-auc-roc");
    for (Row row : predicted(outcome.model())) {
      float low = row.getAs("probability_low");
      float middle = row.getAs("probability_middle");
      assertThat(low + middle).isCloseTo(1, within(1e-6f));
      assertThat(row.<String>getAs("prediction")).isEqualTo(low >= middle ? "low" : "middle");
    }
  }

  @Test
  void train_binaryCrossEntropyOfThreeClasses_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                run(TestTable.mixed(60, 4))
                    .loss(new LossConfig(Name.BINARY_CROSS_ENTROPY, 1, 0))
                    .train())
        .withMessage(
            "Cannot train with binary-cross-entropy: the target has 3 classes, where it needs 2; set training.loss.name = auto");
  }

  @Test
  void request_classesInSeveralColumns_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                run(TestTable.of("x,a,b", "1,0,1"))
                    .target("a", "b")
                    .task(Task.CLASSIFICATION)
                    .train())
        .withMessageContaining("needs one column in columns.target");
  }

  @Test
  void train_labelsOfOtherThanZeroAndOne_saysWhichRow() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(
            () ->
                run(TestTable.of("x,a,b", "1,0,1", "2,2,0"))
                    .target("a", "b")
                    .task(Task.MULTI_LABEL)
                    .train())
        .withMessage(
            "Cannot use a row with \"2.0\" in the label \"a\": expected 0 or 1, false or true; mend the row, or set features.target.task");
  }

  @Test
  void train_metricThatTheTargetHasNot_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> run(TestTable.mixed(60, 4)).metrics("f1").train())
        .withMessage(
            "Cannot compute f1: the target of this run has no such figure; take it out of training.metrics");
  }
}
