package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.jobs.cli.MainOnSpark;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.kernels.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bellows train DATA --target COLUMN}, on the rows of conf/examples. */
class AutomaticTrainingTest {
  private static final Path EXAMPLES = Path.of("../conf/examples/data");

  /** Enough to learn what these rows have to tell. */
  private static final int EPOCHS = 20;

  @TempDir Path folder;

  private final MainOnSpark main = new MainOnSpark();

  private JsonNode train(Path data, String target, String... more) throws IOException {
    Path output = folder.resolve("run");
    List<String> arguments =
        new ArrayList<>(
            List.of("train", data.toString(), "--target", target, "--output", output.toString()));
    arguments.addAll(List.of("--set", "training.max-epochs=" + EPOCHS));
    arguments.addAll(List.of(more));
    assertThat(main.run(arguments.toArray(String[]::new))).as(main.err()).isZero();
    return new ObjectMapper().readTree(output.resolve("result.json").toFile());
  }

  /** The configuration that is made, and that nobody trains by. */
  private RunConfig made(Path data, String target, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", data.toString(), "--target", target, "--check"));
    arguments.addAll(List.of("--output", folder.resolve("run").toString()));
    arguments.addAll(List.of(more));
    assertThat(main.run(arguments.toArray(String[]::new))).as(main.err()).isZero();
    assertThat(folder.resolve("run")).doesNotExist();
    return RunConfigLoader.parse(main.out());
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("model/network/weights.safetensors"));
  }

  @Test
  void train_tableWithNames_isRepeatedBitForBitByTheConfigurationThatItPrints() throws IOException {
    JsonNode result =
        train(
            EXAMPLES.resolve("binary.csv"), "churned", "--set", "data.test=0.2", "--set", "seed=7");
    assertThat(result.at("/test/auc-roc").asDouble()).isGreaterThan(0.8);

    Path run = folder.resolve("run");
    String left = Files.readString(run.resolve("run.conf"));
    assertThat(main.out()).startsWith(left);
    Path saved = Files.writeString(folder.resolve("saved.conf"), left);
    Path repeated = folder.resolve("repeated");
    assertThat(main.run("train", saved.toString(), "--output", repeated.toString())).isZero();
    assertThat(weights(repeated)).isEqualTo(weights(run));

    assertThat(main.run("train", saved.toString())).isZero();
    assertThat(main.err()).contains("this run is finished");
  }

  @Test
  void check_tableWithoutNames_takesTheTargetByItsPlace() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve("multi-class.csv"));
    List<String> marked = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      marked.add(
          marked.isEmpty() ? "?" + line.substring(line.indexOf(',')) : line.replace(",", " , "));
    }
    Path data = Files.write(folder.resolve("rows.data"), marked);

    RunConfig made = made(data, "-1");
    assertThat(made.resolved().getString("data.options.header")).isEqualTo("false");
    assertThat(made.resolved().getStringList("columns.missing")).containsExactly("", "?");
    assertThat(made.request().preparation().target().task()).contains(Task.CLASSIFICATION);
  }

  @Test
  void check_folderOfParquet_isReadByItsFiles() throws IOException {
    Path data = folder.resolve("rows");
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark
          .read()
          .option("header", true)
          .option("inferSchema", true)
          .csv(EXAMPLES.resolve("regression.csv").toString())
          .repartition(3)
          .write()
          .parquet(data.toString());
    }

    RunConfig made = made(data, "price");
    assertThat(made.request().data().train().format()).isEqualTo("parquet");
    assertThat(made.request().preparation().target().task()).contains(Task.REGRESSION);
  }

  @Test
  void check_severalFlags_areLabels() {
    RunConfig made =
        made(EXAMPLES.resolve("multi-label.csv"), "rainy", "--target", "windy", "--target", "cold");
    assertThat(made.request().columns().targets()).containsExactly("rainy", "windy", "cold");
    assertThat(made.request().preparation().target().task()).contains(Task.MULTI_LABEL);
  }

  @Test
  void train_libsvm_learnsItsLabel() throws IOException {
    JsonNode result = train(EXAMPLES.resolve("sparse.libsvm"), "label", "--set", "data.test=0.2");
    assertThat(result.at("/test/accuracy").asDouble()).isGreaterThan(0.75);
  }

  /** Every place has one of two values, so that the places alone tell it. */
  @Test
  void train_columnOfManyCategories_isHashedAndEmbedded() throws IOException {
    List<String> lines = new ArrayList<>(List.of("place,size,value"));
    for (int row = 0; row < 4_400; row++) {
      int place = row % 1_100;
      lines.add(String.format("place %d,%d,%s", place, row % 7, place % 2 == 0 ? "high" : "low"));
    }
    Path data = Files.write(folder.resolve("rows.csv"), lines);

    JsonNode result = train(data, "value", "--set", "data.test=0.2");
    assertThat(main.out()).contains("encode=hash").contains("from-categories=100");
    assertThat(result.at("/test/accuracy").asDouble()).isGreaterThan(0.7);
  }

  /** A slip among prices, and a mark that is a class, too, in a file that counts its rows. */
  @Test
  void train_textsAmongNumbers_countAsMissing() throws IOException {
    List<String> lines = new ArrayList<>(List.of(",price,size,value"));
    for (int row = 0; row < 400; row++) {
      String price = row == 7 ? "sold" : String.valueOf(row * 0.5);
      String size = row % 50 == 3 ? "?" : String.valueOf(row * 37 % 400);
      lines.add(String.join(",", "" + row, price, size, row % 400 < 200 ? "?" : "high"));
    }
    Path data = Files.write(folder.resolve("rows.csv"), lines);

    JsonNode result = train(data, "value", "--set", "data.test=0.2");
    assertThat(result.at("/test/accuracy").asDouble()).isGreaterThan(0.9);
    RunConfig made = RunConfigLoader.parse(Files.readString(folder.resolve("run/run.conf")));
    assertThat(made.request().columns().ignore()).containsExactly("_c0");
    assertThat(made.request().columns().numeric()).containsExactly("price");
    assertThat(made.request().columns().missing()).containsExactly("", "sold");
    assertThat(made.request().data().derive()).hasSize(1);
    assertThat(made.request().network().embedding()).isEmpty();
  }

  @Test
  void check_delimiterThatIsGiven_isTheOneThereIs() throws IOException {
    Path data =
        Files.write(folder.resolve("rows.csv"), List.of("# a, b", "a|y", "0.5|u", "1.5|v", "2|u"));
    RunConfig made = made(data, "-1", "--option", "delimiter=|", "--option", "comment=#");
    assertThat(made.request().data().train().options())
        .containsEntry("header", "true")
        .doesNotContainKey("sep");
  }

  @Test
  void train_whatCannotBeUsed_isRefusedWithASentence() throws IOException {
    Path absent = folder.resolve("absent.csv");
    assertThat(main.run("train", absent.toString(), "--target", "y")).isEqualTo(65);
    assertThat(main.err()).contains("Cannot read " + absent + ": there is no such file or folder");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");
    assertThat(main.run("train", empty.toString(), "--target", "y")).isEqualTo(65);
    assertThat(main.err()).contains("it is empty; expected rows of a CSV table");
    Path names = Files.writeString(folder.resolve("names.csv"), "x,y\n");
    assertThat(main.run("train", names.toString(), "--target", "y")).isEqualTo(65);
    assertThat(main.err()).contains("it has no rows");
    Path binary = EXAMPLES.resolve("binary.csv");
    assertThat(main.run("train", binary.toString(), "--target", "churn")).isEqualTo(65);
    assertThat(main.err()).contains("did you mean \"churned\"?");
    assertThat(main.run("train", binary.toString(), "--target", "churned", "--format", "cvs"))
        .isEqualTo(64);
    assertThat(main.err()).contains("did you mean csv?");
  }
}
