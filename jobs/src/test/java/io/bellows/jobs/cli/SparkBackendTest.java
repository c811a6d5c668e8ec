package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.driver.input.DataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a person calls them, with Spark. */
class SparkBackendTest {
  private static final int ROWS = 120;

  @TempDir static Path folder;
  private static Path rows;
  private static String conf;
  private static Path run;

  private final StopRequest stop = new StopRequest();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Two classes that a line tells apart; the labels differ in case alone. */
  @BeforeAll
  static void train() throws Exception {
    System.setProperty("spark.master", "local[2]");
    List<String> lines = new ArrayList<>(List.of("x,y,color,kind"));
    for (int i = 0; i < ROWS; i++) {
      lines.add(
          String.join(
              ",", "" + i % 11, "" + i % 7, i % 3 == 0 ? "red" : "blue", i % 11 > 4 ? "A" : "a"));
    }
    rows = Files.write(folder.resolve("rows.csv"), lines);
    run = folder.resolve("run");
    conf =
        Files.writeString(
                folder.resolve("run.conf"),
                """
                data { train = "%s", options { header = true }, validation = 0.2, test = 0.2 }
                columns { target = kind }
                network { hidden = [5], dropout { hidden = 0.1 } }
                training { max-epochs = 15, batch-size = 8, shares = 2
                           optimizer { learning-rate = 0.05 } }
                output = "%s"
                """
                    .formatted(rows, run))
            .toString();
    SparkBackendTest first = new SparkBackendTest();
    assertThat(first.run("train", conf)).as(first.err.toString(StandardCharsets.UTF_8)).isZero();
  }

  @AfterAll
  static void forgetTheMaster() {
    System.clearProperty("spark.master");
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.system(),
            name -> SparkBackend.start(name, stop),
            stop,
            Deployment.ofThisProcess()),
        List.of(args));
  }

  private JsonNode lastLine() throws Exception {
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int predict(Path target, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("predict", run.toString(), "--data", rows.toString(), "--output", target + ""));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** What a program finds that reads a folder of predictions as a table. */
  private static <T> T read(
      Function<SparkSession, Dataset<Row>> reading, Function<Dataset<Row>, T> looking)
      throws IOException {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      return looking.apply(reading.apply(spark));
    }
  }

  @Test
  void source_secretGivenInAnotherCase_takesThePlaceOfTheWithheldOne() {
    DataSource trained =
        new DataSource("jdbc", "rows", Map.of("user", "me", "password", "(withheld)"));
    Backend.Rows given = new Backend.Rows("others", Optional.empty(), Map.of("PassWord", "x"));

    assertThat(SparkBackend.source(trained, given))
        .isEqualTo(new DataSource("jdbc", "others", Map.of("user", "me", "password", "x")));
  }

  @Test
  void train_again_showsTheSameResult() throws Exception {
    String result = Files.readString(run.resolve("result.json"));

    assertThat(run("train", conf)).isZero();

    assertThat(lastLine().path("task").asText()).isEqualTo("classification");
    assertThat(lastLine().path("data").path("training-rows").asInt()).isEqualTo(77);
    assertThat(lastLine().path("test").path("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(run.resolve("result.json")).hasContent(result);
  }

  /** Weights and figures are a function of rows, configuration, seed and shares. */
  @Test
  void train_elsewhere_givesTheSameWeights() throws Exception {
    Path other = folder.resolve("other");

    assertThat(run("train", conf, "--output", other.toString())).as(err()).isZero();

    String weights = "model/network/weights.safetensors";
    assertThat(other.resolve(weights)).hasSameBinaryContentAs(run.resolve(weights));
  }

  @Test
  void train_withATypingError_is65AndLeavesTheOlderRun() throws Exception {
    assertThat(run("train", conf, "--overwrite", "--set", "data.train=typo.csv")).isEqualTo(65);

    assertThat(err()).contains("bellows: Cannot read typo.csv: there is no such file or folder");
    assertThat(run.resolve("result.json")).exists();
    assertThat(run.resolve("model/network/weights.safetensors")).exists();
  }

  @Test
  void evaluate_printsFiguresOfAllRows() throws Exception {
    Path file = folder.resolve("figures/all.json");

    assertThat(run("evaluate", run.toString(), "--data", rows.toString(), "--output", file + ""))
        .as(err())
        .isZero();

    assertThat(lastLine().path("rows").asInt()).isEqualTo(ROWS);
    assertThat(lastLine().path("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(file).exists();
  }

  @Test
  void predict_parquet_readsBackAsATable() throws Exception {
    Path target = folder.resolve("parquet");

    assertThat(predict(target)).as(err()).isZero();

    assertThat(lastLine().path("output").asText()).isEqualTo(target.toString());
    assertThat(target.resolve("_bellows.json")).exists();
    read(
        spark -> spark.read().parquet(target.toString()),
        table -> {
          assertThat(table.columns())
              .containsExactly(
                  "x", "y", "color", "kind", "prediction", "probability_A", "probability_a_2");
          assertThat(table.count()).isEqualTo(ROWS);
          return table.filter("prediction = kind").count();
        });
  }

  @Test
  void predict_csvAndJson_haveTheInputsColumnsAndTheHiddenLayer() throws Exception {
    for (String format : List.of("csv", "json")) {
      Path target = folder.resolve(format);

      assertThat(predict(target, "--output-format", format, "--layer", "1")).as(err()).isZero();

      List<String> columns =
          read(
              spark -> spark.read().option("header", true).format(format).load(target.toString()),
              table -> List.of(table.columns()));
      assertThat(columns)
          .contains("x", "prediction", "probability_A", "probability_a_2", "hidden1_0", "hidden1_4")
          .hasSize(12);
    }
  }

  @Test
  void predict_again_changesNothing_andWithLayerIsRefused() throws Exception {
    Path target = folder.resolve("repeated");
    predict(target);
    List<Path> first = files(target);

    assertThat(predict(target)).isZero();
    assertThat(files(target)).isEqualTo(first);
    assertThat(predict(target, "--layer", "1")).isEqualTo(73);
    assertThat(predict(target, "--layer", "7", "--overwrite")).isEqualTo(64);
    assertThat(files(target)).isEqualTo(first);
    assertThat(predict(target, "--layer", "1", "--overwrite")).isZero();
    assertThat(files(target)).isNotEqualTo(first);
  }

  private static List<Path> files(Path target) throws Exception {
    try (var files = Files.list(target)) {
      return files.sorted().toList();
    }
  }

  @Test
  void predict_withABadRow_is65AndLeavesNothing() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.csv"), "x,y,color\n1,2,red\n1,old,red\n");
    Path target = folder.resolve("of-bad");

    assertThat(run("predict", run + "", "--data", bad + "", "--output", target + "")).isEqualTo(65);

    assertThat(err()).contains("bellows: Cannot use ", "bad.csv");
    assertThat(target).doesNotExist();
  }

  @Test
  void train_anyRun_reportsItsEfficiency() throws Exception {
    JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    JsonNode efficiency = result.path("efficiency");
    assertThat(efficiency.path("from-epoch").asInt()).isEqualTo(2);
    assertThat(efficiency.path("flop-per-row").asLong()).isPositive();
    assertThat(efficiency.path("cores").asInt()).isEqualTo(2);
    for (String figure : List.of("rows-per-second", "gflops", "round-seconds")) {
      assertThat(efficiency.path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(sumOf(efficiency.path("parts-of-a-round"))).isCloseTo(1, within(1e-9));
  }

  private static double sumOf(JsonNode parts) {
    List<String> names = new ArrayList<>();
    double sum = 0;
    for (var part : parts.properties()) {
      names.add(part.getKey());
      sum += part.getValue().asDouble();
    }
    assertThat(names).containsExactly("arithmetic", "meeting", "update", "engine");
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ejml", "auto"})
  void bench_tinyNetwork_measuresEnginesAndKernels(String kernels) throws Exception {
    Path file = folder.resolve("bench-" + kernels + ".json");
    int code =
        run(
            "bench",
            "--network",
            "6-5-3",
            "--set",
            "training.batch-size=8",
            "--set",
            "training.kernels=" + kernels,
            "--seconds",
            "0.1",
            "--output",
            file.toString());
    assertThat(code).as(err()).isZero();
    JsonNode bench = lastLine();
    assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(bench);
    assertThat(bench.path("network").path("sizes").asText()).isEqualTo("6-5-3");
    assertThat(bench.path("network").path("flop-per-row").asLong()).isEqualTo(4 * 30 + 6 * 15);
    assertThat(bench.path("executors-there").asInt()).isEqualTo(1);
    assertThat(bench.path("executors")).hasSize(1);
    JsonNode executor = bench.path("executors").get(0);
    assertThat(executor.path("executor").asText()).isEqualTo("driver");
    assertThat(executor.path("cores").asInt()).isEqualTo(2);
    assertThat(executor.path("gflops-per-core")).hasSize(2);
    for (String engine : List.of("gang", "jobs")) {
      for (String rounds : List.of("network", "empty")) {
        JsonNode speed = bench.path("engines").path(engine).path(rounds);
        assertThat(speed.path("rows-per-second").asDouble()).isPositive();
        assertThat(sumOf(speed.path("parts-of-a-round"))).isCloseTo(1, within(1e-6));
      }
    }
    assertThat(bench.path("advice").path("engine").asText()).isIn("gang", "jobs");
    assertThat(bench.path("advice").path("shares").asInt()).isEqualTo(8);
    assertThat(bench.path("advice").path("reason").asText()).endsWith(".");
  }

  @Test
  void bench_askedToStop_endsWithOneSentence() {
    stop.make();

    assertThat(run("bench", "--network", "6-5-3")).isEqualTo(143);

    assertThat(err())
        .isEqualToIgnoringNewLines(
            "bellows: stopped before there was anything to keep; the same command begins again");
  }

  @Test
  void bench_runConfiguration_measuresOnItsRows() throws Exception {
    assertThat(run("bench", conf, "--seconds", "0.1")).as(err()).isZero();
    assertThat(lastLine().path("rows").asInt()).isLessThan(ROWS);
    assertThat(lastLine().path("network").path("sizes").asText()).isEqualTo("4-5-2");
    assertThat(lastLine().path("shares").asInt()).isEqualTo(2);
  }
}
