package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.model.TrainedModel;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.linalg.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column of 40 shops is embedded, one of three colors is not. */
class EmbeddedCategoriesTest {
  private static final int SHOPS = 40;

  @TempDir Path folder;

  /** Whether a row is positive: half of the shops want a large x, the others a small one. */
  private static TestTable table(int rows, int firstShop, long seed) {
    Random random = new Random(seed);
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int shop = firstShop + random.nextInt(SHOPS);
      double x = random.nextGaussian();
      boolean isPositive = (shop * 7919 % 11 < 5) == (x > 0);
      lines.add(
          List.of(
              Double.toString(x),
              "shop-" + shop,
              List.of("red", "green", "blue").get(random.nextInt(3)),
              isPositive ? "yes" : "no"));
    }
    return new TestTable(List.of("x", "shop", "color", "label"), lines);
  }

  private TestRun run() {
    return TestRun.csv(table(1_200, 0, 1).csv(folder.resolve("rows.csv")))
        .test(new Split.Separate(source("test.csv", 0)))
        .embedding(20)
        .hidden(24)
        .shares(3)
        .batch(40)
        .rate(0.01)
        .maxEpochs(12);
  }

  private DataSource source(String name, int firstShop) {
    return TestRun.csvSource(table(300, firstShop, 2).csv(folder.resolve(name)));
  }

  /** x, then a 0 or 1 for each shop and each color: what a guess is right in is half. */
  @Test
  void train_categoriesThatTurnASlope_learnsThem() {
    TrainingOutcome outcome = run().train();

    assertThat(outcome.model().network().embedding())
        .isEqualTo(new EmbeddingLayer(1 + SHOPS + 3, List.of(new EmbeddingTable(1, SHOPS, 13))));
    assertThat(outcome.model().network().layers().get(0).inputs()).isEqualTo(1 + 3 + 13);
    assertThat(outcome.test().orElseThrow().figures().get("accuracy")).isGreaterThan(0.85);
  }

  @Test
  void train_eitherEngine_hasTheSameBits() {
    TestRun run = run().dropout(0.2, 0.3).maxEpochs(2);
    RunBits expected = RunBits.of(run.on("jobs", Kernels.EJML).train().result());

    assertThat(RunBits.of(run.on("gang", Kernels.EJML).train().result())).isEqualTo(expected);
  }

  @Test
  void load_embeddedModel_predictsTheSameAndTakesShopsThatNoRowHad() {
    TrainingOutcome outcome = run().maxEpochs(2).train();
    String place = folder.resolve("model").toString();
    outcome.model().save(SparkSessions.local(), place);
    TrainedModel loaded = TrainedModel.load(SparkSessions.local(), place);

    assertThat(loaded.network()).isEqualTo(outcome.model().network());
    assertThat(loaded.preparation().layout()).isEqualTo(outcome.model().preparation().layout());
    assertThat(predicted(loaded, source("new.csv", 1_000)))
        .hasSize(300)
        .isEqualTo(predicted(outcome.model(), source("new.csv", 1_000)));
  }

  private static List<Row> predicted(TrainedModel model, DataSource source) {
    List<Row> rows = new ArrayList<>();
    model.predict(
        SparkSessions.local(),
        source,
        OptionalInt.empty(),
        predictions -> rows.addAll(predictions.collectAsList()));
    return rows;
  }
}
