package io.bellows.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.survey.Surveyor;
import io.bellows.driver.survey.TableSurvey;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.jobs.automatic.AutomaticConfig;
import io.bellows.jobs.automatic.Look;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    assertThat(meanOverSeeds(profile, testFigure("error"))).isLessThanOrEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({"california, 0.54"})
  void regression_meanOfThreeSeeds_reachesTheRmse(String profile, double rmse) {
    assertThat(meanOverSeeds(profile, testFigure("rmse"))).isLessThanOrEqualTo(rmse);
  }

  /**
   * A configuration that is made for the data is no worse than the profile, by more than two
   * standard errors of the difference of their means over seeds 1 to 5, on the same test rows.
   */
  @ParameterizedTest
  @MethodSource("tables")
  void automatic_meanOfFiveSeeds_isNoWorseThanTheProfile(
      String profile, String figure, AutomaticConfig.Given given) {
    List<Double> fixed =
        figures(profile, 5, seed -> config(profile, seed, data()), testFigure(figure));
    List<Double> automatic =
        figures(
            "automatic " + profile,
            5,
            seed -> AutomaticConfig.of(withSeed(given, seed), new SparkLook(spark)).run(),
            testFigure(figure));
    double error = Math.sqrt((variance(fixed) + variance(automatic)) / 5);
    System.out.printf(
        Locale.ROOT,
        "%s: profile %.4f, automatic %.4f, standard error of the difference %.4f%n",
        profile,
        mean(fixed),
        mean(automatic),
        error);
    assertThat(mean(automatic)).isLessThanOrEqualTo(mean(fixed) + 2 * error);
  }

  /**
   * What says which rows are for the test, and in which unit the target is, as the profile has it.
   */
  static Stream<Arguments> tables() {
    Path adult = data().resolve("adult");
    return Stream.of(
        Arguments.of(
            "letter",
            "error",
            given("letter/letter-recognition.data", "0", Map.of(), "data.test={last-rows=4000}")),
        Arguments.of(
            "adult",
            "error",
            given(
                "adult/adult.data.gz",
                "-1",
                Map.of("comment", "|"),
                "data.test=\"" + adult.resolve("adult.test.gz") + "\"",
                "data.derive=[\"regexp_replace(_c14, '[.]$', '') AS _c14\"]")),
        Arguments.of(
            "california",
            "rmse",
            given(
                "california-housing/housing.csv",
                "median_house_value",
                Map.of(),
                "data.test=0.2",
                "data.derive=[\"double(median_house_value) / 100000 AS median_house_value\"]")));
  }

  private static AutomaticConfig.Given given(
      String path, String target, Map<String, String> options, String... overrides) {
    return new AutomaticConfig.Given(
        data().resolve(path).toString(),
        Optional.empty(),
        options,
        List.of(target),
        List.of(overrides),
        Optional.of("unused"));
  }

  private static AutomaticConfig.Given withSeed(AutomaticConfig.Given given, int seed) {
    List<String> overrides = new ArrayList<>(given.overrides());
    overrides.add("seed=" + seed);
    return new AutomaticConfig.Given(
        given.path(), given.format(), given.options(), given.targets(), overrides, given.output());
  }

  private record SparkLook(SparkSession spark) implements Look {
    @Override
    public List<String> firstLines(DataSource source, int lines) {
      return Surveyor.firstLines(spark, source, lines);
    }

    @Override
    public TableSurvey survey(DataConfig data) {
      return Surveyor.survey(spark, data);
    }
  }

  private static ToDoubleFunction<TrainingOutcome> testFigure(String name) {
    return outcome -> outcome.test().orElseThrow().figure(name);
  }

  private static double mean(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double variance(List<Double> figures) {
    double mean = mean(figures);
    return figures.stream().mapToDouble(figure -> (figure - mean) * (figure - mean)).sum()
        / (figures.size() - 1);
  }

  private static double meanOverSeeds(String profile, ToDoubleFunction<TrainingOutcome> figure) {
    return mean(figures(profile, 3, seed -> config(profile, seed, data()), figure));
  }

  /** What runs with seeds from 1 on reach. */
  private static List<Double> figures(
      String name,
      int seeds,
      IntFunction<RunConfig> config,
      ToDoubleFunction<TrainingOutcome> figure) {
    assumeTrue(Files.isDirectory(data()), "there is no data at " + data());
    List<Double> figures = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      long begin = System.nanoTime();
      TrainingOutcome outcome =
          SparkTrainer.train(spark, config.apply(seed).request(), state -> {});
      figures.add(figure.applyAsDouble(outcome));
      System.out.printf(
          Locale.ROOT,
          "%s seed %d: %.4f, best epoch %d of %d, %.0f s%n",
          name,
          seed,
          figures.get(seed - 1),
          outcome.result().bestEpoch() + 1,
          outcome.result().history().size(),
          (System.nanoTime() - begin) / 1e9);
    }
    return figures;
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
