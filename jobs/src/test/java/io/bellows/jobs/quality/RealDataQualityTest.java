package io.bellows.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The profiles of {@code conf/profiles} reach on real data what the same recipe reaches elsewhere:
 * the mean over seeds 1 to 3 on the test rows. Run: {@code mvn -Pquality verify}. Skipped where the
 * data is not beside the checkout, nor at BELLOWS_DATA.
 */
@Tag("quality")
class RealDataQualityTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .appName("quality")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.broadcast.compress", false)
            .config("spark.task.maxDirectResultSize", "32m")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "mnist, 0.0215",
    "letter, 0.034",
    "adult, 0.145",
    "mnist-800, 0.0175",
    "mnist-1024-dropout, 0.0135",
    "mnist-1024-max-norm, 0.0120"
  })
  void classification_meanOfThreeSeeds_reachesTheError(String profile, double error) {
    assertThat(meanOverSeeds(profile, outcome -> outcome.test().orElseThrow().figure("error")))
        .isLessThanOrEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({"california, 0.54"})
  void regression_meanOfThreeSeeds_reachesTheRmse(String profile, double rmse) {
    assertThat(meanOverSeeds(profile, outcome -> outcome.test().orElseThrow().figure("rmse")))
        .isLessThanOrEqualTo(rmse);
  }

  private static double meanOverSeeds(String profile, ToDoubleFunction<TrainingOutcome> figure) {
    Path data = data();
    assumeTrue(Files.isDirectory(data), "there is no data at " + data);
    List<Double> figures = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      long begin = System.nanoTime();
      TrainingOutcome outcome =
          SparkTrainer.train(spark, config(profile, seed, data).request(), state -> {});
      figures.add(figure.applyAsDouble(outcome));
      System.out.printf(
          Locale.ROOT,
          "%s seed %d: %.4f, best epoch %d of %d, %.0f s%n",
          profile,
          seed,
          figures.get(seed - 1),
          outcome.result().bestEpoch() + 1,
          outcome.result().history().size(),
          (System.nanoTime() - begin) / 1e9);
    }
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static RunConfig config(String profile, int seed, Path data) {
    return RunConfigLoader.load(
        ROOT.resolve("conf/profiles/" + profile + ".conf").toString(),
        List.of("seed=" + seed, "variables.data=\"" + data + "\""),
        Optional.of("unused"));
  }

  private static Path data() {
    String elsewhere = System.getenv("BELLOWS_DATA");
    return elsewhere != null ? Path.of(elsewhere) : ROOT.resolve("../shared/data").normalize();
  }
}
