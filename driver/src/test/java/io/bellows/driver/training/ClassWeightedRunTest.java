package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.driver.PackedTable;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.driver.preparation.PreparationConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightedRunTest {
  private static final ClassWeightsConfig BALANCED = new ClassWeightsConfig.Balanced();
  private static final List<String> LABELS = List.of("high", "low", "middle");
  private static final int ROWS = 240;

  @TempDir Path folder;

  private record WeighedRow(List<Float> features, float target, float weight) {}

  /** Of the training rows alone, and counted, not weighed. */
  @Test
  void prepare_balanced_multipliesTheWeightsOfTrainingRowsByThoseOfTheirClasses() {
    TestRun run = run(table()).weight("weight").validation(0.25).test(0.2);
    List<WeighedRow> expected = new ArrayList<>();
    Map<String, Double> weights = new TreeMap<>();
    List<WeighedRow> validation;
    List<WeighedRow> test;
    try (TrainingData data = prepared(run)) {
      List<WeighedRow> plain = rows(data, data.training());
      for (WeighedRow row : plain) {
        long ofClass = plain.stream().filter(other -> other.target == row.target).count();
        double weight = plain.size() / (3.0 * ofClass);
        weights.put(LABELS.get((int) row.target), weight);
        expected.add(new WeighedRow(row.features, row.target, (float) (row.weight * weight)));
      }
      validation = rows(data, data.validation().orElseThrow());
      test = rows(data, data.test().orElseThrow());
    }

    try (TrainingData data = prepared(run.classWeights(BALANCED))) {
      assertThat(rows(data, data.training())).isEqualTo(expected);
      assertThat(rows(data, data.validation().orElseThrow())).isEqualTo(validation);
      assertThat(rows(data, data.test().orElseThrow())).isEqualTo(test);
    }
    assertThat(run.train().data().classWeights()).isEqualTo(weights);
    assertThat(weights).hasSize(3);
  }

  /** Rows held out before placing are packed by the same means. */
  @Test
  void prepare_secondSourceForValidation_keepsItsWeights() {
    String other = table().range(0, 50).csv(folder.resolve("other.csv"));
    TestRun run =
        run(table())
            .weight("weight")
            .validation(new Split.Separate(TestRun.csvSource(other)))
            .classWeights(BALANCED);
    try (TrainingData data = prepared(run)) {
      assertThat(rows(data, data.validation().orElseThrow()))
          .allMatch(row -> List.of(0.5f, 1f, 2f).contains(row.weight));
    }
  }

  /** The weight is part of what places a row, so that the order of the sums is another. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void train_givenWeights_isARunWhoseWeightColumnHasTheProducts(boolean areWeighted) {
    TestTable table = areWeighted ? table() : withWeights(table(), Map.of(), false);
    Map<String, Double> given = Map.of("low", 3.7, "high", 0.3);
    TestRun weighed = run(table).weight("weight").classWeights(new ClassWeightsConfig.Given(given));
    TestRun products =
        TestRun.csv(withWeights(table, given, areWeighted).csv(folder.resolve("products.csv")))
            .weight("weight");
    for (TestRun run : List.of(weighed, products)) {
      run.batch(ROWS).shares(1).maxEpochs(20).hidden(4);
    }

    List<WeighedRow> rows;
    try (TrainingData data = prepared(products)) {
      rows = rows(data, data.training());
    }
    try (TrainingData data = prepared(weighed)) {
      assertThat(rows(data, data.training())).containsExactlyInAnyOrderElementsOf(rows);
    }
    TrainingOutcome outcome = weighed.train();
    assertThat(outcome.data().classWeights())
        .containsExactly(Map.entry("high", 0.3), Map.entry("low", 3.7), Map.entry("middle", 1.0));
    assertThat(outcome.result().weights().values())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(products.train().result().weights().values());
    weighed.classWeights(new ClassWeightsConfig.None());
    assertThat(outcome.result().weights().values()[0])
        .isNotCloseTo(weighed.train().result().weights().values()[0], within(1e-4f));
  }

  @Test
  void train_classNobodyHas_isRefusedWithTheNearest() {
    assertRefused(
        run(table()).classWeights(new ClassWeightsConfig.Given(Map.of("hihg", 2.0)))::train,
        "Cannot weigh class \"hihg\" (training.class-weights): no training row has it; did you mean \"high\"? The labels are high, low, middle");
  }

  @Test
  void train_numbersAsTargets_haveNoClassesToWeigh() {
    TestTable table = TestTable.real(200, 1);

    assertRefused(
        run(table).target("price").classWeights(BALANCED)::train,
        "Cannot weigh classes: this is regression, which has none; set training.class-weights = none, or features.target.task = classification");
  }

  @Test
  void train_wholeNumbersAsLabels_areNamedAsWritten() {
    TestRun run =
        run(TestTable.of("x,label", "1,0", "2,1", "3,1", "4,1"))
            .scale(PreparationConfig.Scale.NONE)
            .classWeights(new ClassWeightsConfig.Given(Map.of("0", 3.0)));
    try (TrainingData data = prepared(run)) {
      assertThat(rows(data, data.training()))
          .allMatch(row -> row.weight == (row.target == 0 ? 3f : 1f));
    }
  }

  private TestRun run(TestTable table) {
    return TestRun.csv(table.csv(folder.resolve("table.csv")));
  }

  private static TestTable table() {
    return TestTable.mixed(ROWS, 8);
  }

  /** The table with the products of weights and those of classes. */
  private static TestTable withWeights(
      TestTable table, Map<String, Double> ofClasses, boolean areWeighted) {
    int weight = table.columns().indexOf("weight");
    int label = table.columns().indexOf("label");
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      double own = areWeighted ? Double.parseDouble(row.get(weight)) : 1;
      List<String> other = new ArrayList<>(row);
      other.set(weight, Double.toString(own * ofClasses.getOrDefault(row.get(label), 1.0)));
      rows.add(other);
    }
    return new TestTable(table.columns(), rows);
  }

  private static TrainingData prepared(TestRun run) {
    return TrainingData.prepared(SparkSessions.local(), run.request());
  }

  private static List<WeighedRow> rows(TrainingData data, ShareData packed) {
    return PackedTable.of(packed, data.preparation().inputs()).rows().stream()
        .map(row -> new WeighedRow(row.features(), row.target(), row.weight()))
        .toList();
  }
}
