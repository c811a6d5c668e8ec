package io.bellows.driver.model;

import static io.bellows.driver.Refusals.assertRefused;
import static io.bellows.driver.training.LossConfig.Name.AUTO;
import static io.bellows.driver.training.LossConfig.Name.HUBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.idx.IdxWriter;
import io.bellows.driver.training.LossConfig;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedModelTest {
  @TempDir static Path shared;
  private static TestTable table;
  private static String csv;
  private static String testCsv;
  private static TrainingOutcome trained;
  private static String saved;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    table = TestTable.mixed(300, 20);
    csv = table.range(0, 240).csv(shared.resolve("train.csv"));
    testCsv = table.range(240, 300).csv(shared.resolve("test.csv"));
    trained =
        TestRun.csv(csv)
            .weight("weight")
            .derive("concat(color, '!') AS shade")
            .ignore("color")
            .test(new Split.Separate(TestRun.csvSource(testCsv)))
            .hidden(6, 5)
            .shares(3)
            .maxEpochs(2)
            .train();
    saved = shared.resolve("model").toString();
    trained.model().save(spark(), saved);
  }

  @Test
  void load_whatWasSaved_predictsTheSame() {
    TrainedModel loaded = TrainedModel.load(spark(), saved);

    assertThat(loaded.weights().values()).isEqualTo(trained.model().weights().values());
    assertThat(loaded.network()).isEqualTo(trained.model().network());
    assertThat(loaded.declaration()).isEqualTo(trained.model().declaration());
    assertThat(predicted(loaded, TestRun.csvSource(testCsv), 1))
        .isEqualTo(predicted(trained.model(), TestRun.csvSource(testCsv), 1));
    assertEqual(loaded.evaluate(spark(), TestRun.csvSource(testCsv)), trained.test().orElseThrow());
  }

  @Test
  void load_residualAndNormalizedNetwork_predictsTheSame() {
    TestRun run = TestRun.csv(csv).test(new Split.Separate(TestRun.csvSource(testCsv)));
    TrainingOutcome outcome = run.hidden(6, 6).residual().layerNorm().maxEpochs(2).train();
    String place = folder.resolve("residual").toString();
    outcome.model().save(spark(), place);
    TrainedModel loaded = TrainedModel.load(spark(), place);

    assertThat(loaded.network()).isEqualTo(outcome.model().network());
    assertThat(loaded.network().layers().get(1).isResidual()).isTrue();
    assertThat(loaded.network().isNormalized()).isTrue();
    assertThat(loaded.weights().values()).isEqualTo(outcome.model().weights().values());
    assertEqual(loaded.evaluate(spark(), TestRun.csvSource(testCsv)), outcome.test().orElseThrow());
  }

  @Test
  void load_trainedWithAnotherLoss_evaluatesWithIt() {
    String prices = TestTable.real(200, 22).csv(folder.resolve("prices.csv"));
    TestRun huber = TestRun.csv(prices).target("price").loss(new LossConfig(HUBER, 0.5, 0));
    TestRun smoothed = TestRun.csv(csv).loss(new LossConfig(AUTO, 1, 0.2));
    Map<TestRun, Loss> runs = Map.of(huber, new Huber(0.5), smoothed, new SoftmaxCrossEntropy(0.2));
    runs.forEach(
        (run, loss) -> {
          TrainedModel model = run.test(0.2).hidden(4).maxEpochs(2).train().model();
          String place = folder.resolve(loss.name()).toString();
          model.save(spark(), place);
          TrainedModel loaded = TrainedModel.load(spark(), place);

          assertThat(loaded.network().loss()).isEqualTo(loss);
          String rows = run == huber ? prices : csv;
          assertThat(loaded.evaluate(spark(), TestRun.csvSource(rows)).figures())
              .isEqualTo(model.evaluate(spark(), TestRun.csvSource(rows)).figures());
        });
  }

  @Test
  void evaluate_theTestRows_givesTheTestFigures() {
    assertEqual(
        trained.model().evaluate(spark(), TestRun.csvSource(testCsv)),
        trained.test().orElseThrow());
  }

  @Test
  void evaluate_lastRowsStoredAnotherWay_givesTheTestFigures() {
    TestTable numbered =
        TestTable.of(
            IntStream.range(-1, 60)
                .mapToObj(i -> i < 0 ? "x,label" : i + "," + (i * i) % 7 % 2)
                .toArray(String[]::new));
    TestRun run = TestRun.csv(numbered.csv(folder.resolve("all.csv"))).test(new Split.LastRows(20));
    TrainingOutcome outcome = run.train();
    String last = numbered.range(40, 60).shuffled(1).csvFiles(folder.resolve("last"), 3);

    assertEqual(
        outcome.model().evaluate(spark(), TestRun.csvSource(last)), outcome.test().orElseThrow());
  }

  @Test
  void evaluate_unknownLabel_isRefused() {
    String other =
        TestTable.of(String.join(",", table.columns()), "1,1,1,red,1,huge")
            .csv(folder.resolve("other.csv"));

    assertRefused(
        () -> trained.model().evaluate(spark(), TestRun.csvSource(other)),
        "Cannot use a row with the label \"huge\": expected one of the 3 labels of the training"
            + " rows: high, low, middle");
  }

  @Test
  void predict_csv_keepsColumnsAndAddsPredictionAndProbabilities() {
    List<Row> rows = predicted(trained.model(), TestRun.csvSource(testCsv), 0);

    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly(
            "size",
            "age",
            "flat",
            "color",
            "weight",
            "label",
            "prediction",
            "probability_high",
            "probability_low",
            "probability_middle");
    assertThat(rows).hasSize(60);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(row.<String>getAs("label")).isEqualTo(table.rows().get(240 + i).get(5));
      List<Float> probabilities =
          IntStream.range(7, 10).mapToObj(column -> row.<Float>getAs(column)).toList();
      assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
      int best = probabilities.indexOf(probabilities.stream().max(Float::compare).orElseThrow());
      assertThat(row.<String>getAs("prediction"))
          .isEqualTo(List.of("high", "low", "middle").get(best));
    }
    double right =
        rows.stream().filter(row -> row.getAs("label").equals(row.getAs("prediction"))).count();
    assertThat(right / 60).isGreaterThan(0.2);
  }

  /** What no feature needs may be missing: target, weight, ignored columns. */
  @Test
  void predict_withoutTarget_needsOnlyFeatures() {
    String few =
        new TestTable(
                List.of("color", "flat", "age", "size"),
                table.range(240, 300).rows().stream()
                    .map(row -> List.of(row.get(3), row.get(2), row.get(1), row.get(0)))
                    .toList())
            .csv(folder.resolve("few.csv"));
    List<Row> rows = predicted(trained.model(), TestRun.csvSource(few), 0);
    List<Row> whole = predicted(trained.model(), TestRun.csvSource(testCsv), 0);

    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).<Float>getAs("probability_high"))
          .isEqualTo(whole.get(i).<Float>getAs("probability_high"));
    }
  }

  @Test
  void predict_parquet_givesWhatCsvGives() {
    String parquet = folder.resolve("test.parquet").toString();
    spark()
        .read()
        .option("header", "true")
        .csv(testCsv)
        .selectExpr(
            "CAST(size AS DOUBLE) AS size", "try_cast(age AS INT) AS age", "7 AS flat", "color")
        .coalesce(1)
        .write()
        .parquet(parquet);
    List<Row> rows = predicted(trained.model(), new DataSource("parquet", parquet, Map.of()), 0);
    List<Row> expected = predicted(trained.model(), TestRun.csvSource(testCsv), 0);

    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).<Float>getAs("probability_low"))
          .isEqualTo(expected.get(i).<Float>getAs("probability_low"));
    }
  }

  @Test
  void predict_hiddenLayer_addsItsOutputs() {
    List<Row> rows = predicted(trained.model(), TestRun.csvSource(testCsv), 2);

    assertThat(rows.get(0).schema().fieldNames())
        .endsWith("hidden2_0", "hidden2_1", "hidden2_2", "hidden2_3", "hidden2_4");
    // The last layer applied to them by hand gives the probabilities.
    float[] weights = trained.model().weights().values();
    int offset = trained.model().weights().layout().weightOffset(2);
    for (Row row : rows) {
      double[] exponentials = new double[3];
      for (int output = 0; output < 3; output++) {
        double z = weights[offset + 15 + output];
        for (int unit = 0; unit < 5; unit++) {
          float activation = row.getAs("hidden2_" + unit);
          assertThat(activation).isGreaterThanOrEqualTo(0);
          z += (double) activation * weights[offset + 3 * unit + output];
        }
        exponentials[output] = Math.exp(z);
      }
      double high = exponentials[0] / Arrays.stream(exponentials).sum();
      assertThat((double) row.<Float>getAs("probability_high")).isCloseTo(high, within(1e-5));
    }
  }

  @Test
  void predict_hiddenLayerOutOfRange_isRefused() {
    for (int layer : new int[] {0, 3}) {
      assertRefused(
          () ->
              trained
                  .model()
                  .predict(
                      spark(),
                      TestRun.csvSource(testCsv),
                      OptionalInt.of(layer),
                      predictions -> {}),
          "Cannot add the outputs of hidden layer "
              + layer
              + ": the network has 2 hidden layers, counted from 1");
    }
  }

  @Test
  void predict_hiddenLayerOfANetworkWithOne_isRefusedInTheSingular() {
    String rows = table.range(0, 60).csv(folder.resolve("rows.csv"));
    TrainedModel one = TestRun.csv(rows).hidden(4).maxEpochs(1).train().model();

    assertRefused(
        () -> predicted(one, TestRun.csvSource(rows), 2),
        "Cannot add the outputs of hidden layer 2: the network has 1 hidden layer, counted from 1");
  }

  @Test
  void save_secretOptions_areNotWrittenAndNeededAgain() throws IOException {
    TrainedModel model =
        TestRun.csv(csv)
            .option("password", "hunter2")
            .option("url", "jdbc:x?user=me&password=hunter2")
            .train()
            .model();
    String place = folder.resolve("secret").toString();
    model.save(spark(), place);
    TrainedModel loaded = TrainedModel.load(spark(), place);

    try (Stream<Path> files = Files.walk(Path.of(place))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
      }
    }
    assertThat(loaded.source().options())
        .isEqualTo(Map.of("header", "true", "password", "(withheld)", "url", "(withheld)"));
    assertRefused(
        () ->
            loaded.evaluate(spark(), new DataSource("csv", csv, Map.of("password", "(withheld)"))),
        "Cannot read "
            + csv
            + ": the option \"password\" of the training rows looks like a secret, which is not kept with a model; give it again, by --option password=…, or to train by a configuration, by --set data.options.password=…");
    Map<String, String> given = Map.of("header", "true", "password", "hunter2");
    assertThat(loaded.evaluate(spark(), new DataSource("csv", csv, given)).rows()).isEqualTo(240);
  }

  @Test
  void predict_missingColumn_isRefused() {
    String few = TestTable.of("size,age,color", "1,2,red").csv(folder.resolve("few.csv"));

    assertRefused(
        () -> predicted(trained.model(), TestRun.csvSource(few), 0),
        "Cannot use " + few + ": it has no column \"flat\", which the model needs",
        "its columns are size, age, color");
  }

  /** For Spark, names that differ in case alone are the same. */
  @Test
  void predict_inputWithAPrediction_isRefusedWhateverItsCase() {
    for (String name : List.of("prediction", "Prediction", "PROBABILITY_low")) {
      String taken =
          TestTable.of("size,age,flat,color," + name, "1,2,3,red,4")
              .csv(folder.resolve(name + ".csv"));

      assertRefused(
          () -> predicted(trained.model(), TestRun.csvSource(taken), 0),
          "Cannot predict for "
              + taken
              + ": it already has a column \""
              + name
              + "\"; rename or remove it");
    }
  }

  @Test
  void predict_labelsThatDifferInCaseAlone_haveColumnsThatCanBeWritten() {
    TestTable cases =
        TestTable.of(
            IntStream.range(-1, 60)
                .mapToObj(i -> i < 0 ? "x,label" : i + "," + List.of("a", "A", "A_2").get(i % 3))
                .toArray(String[]::new));
    String rows = cases.csv(folder.resolve("cases.csv"));
    TrainedModel model = TestRun.csv(rows).train().model();
    String written = folder.resolve("written").toString();

    model.predict(
        spark(),
        TestRun.csvSource(rows),
        OptionalInt.empty(),
        predictions -> predictions.write().parquet(written));

    assertThat(spark().read().parquet(written).columns())
        .containsExactly(
            "x", "label", "prediction", "probability_A", "probability_A_2", "probability_a_3");
  }

  @Test
  void predict_notANumber_isRefused() {
    String bad =
        TestTable.of("size,age,flat,color", "1,2,3,red", "1,old,3,red")
            .csv(folder.resolve("bad.csv"));

    assertRefused(
        () -> predicted(trained.model(), TestRun.csvSource(bad), 0),
        "column \"age\" is not a number; the row is \"1,old,3,red,red!\". Mend it, or take it out of the"
            + " file");
  }

  @Test
  void evaluate_notANumber_isRefusedWithoutAdviceForTraining() {
    String bad =
        TestTable.of(String.join(",", table.columns()), "1,old,1,red,1,high")
            .csv(folder.resolve("bad.csv"));

    assertRefused(
        () -> trained.model().evaluate(spark(), TestRun.csvSource(bad)),
        "the row is \"1,old,1,red,1,high,red!\". Mend it, or take it out of the file");
  }

  /** It is found when predictions are computed, which is when they are used. */
  @Test
  void predict_unseenCategoryUnderFail_isRefusedInOneSentence() {
    TestTable colors = TestTable.of("x,label", "red,a", "blue,b");
    TrainedModel model =
        TestRun.csv(colors.csv(folder.resolve("colors.csv"))).failOnUnseen().train().model();
    String unseen = TestTable.of("x", "red", "green").csv(folder.resolve("unseen.csv"));

    assertThatExceptionOfType(InputException.class)
        .isThrownBy(
            () ->
                model.predict(
                    spark(),
                    TestRun.csvSource(unseen),
                    OptionalInt.empty(),
                    predictions ->
                        predictions.write().parquet(folder.resolve("written").toString())))
        .withMessage(
            "Cannot use a row with \"green\" in column \"x\", which no training row has; set"
                + " features.categorical.unseen = ignore to take it as all zeros");
  }

  /**
   * A derived column in place of one of the same name is for the network, not for the reader. To
   * Spark, x and X are the same.
   */
  @ParameterizedTest
  @ValueSource(strings = {"x", "X"})
  void predict_derivedInPlace_keepsTheInputsColumn(String derived) {
    String path = TestTable.of("x,label", "1,a", "2,b").csv(folder.resolve("small.csv"));
    TrainedModel model = TestRun.csv(path).derive("x * 1000 AS " + derived).train().model();
    List<Row> rows = predicted(model, TestRun.csvSource(path), 0);

    assertThat(rows.get(0).schema().fieldNames()).startsWith("x", "label", "prediction");
    assertThat(rows).extracting(row -> row.getAs("x").toString()).containsExactly("1", "2");
    assertThat(
            model
                .preparation()
                .typing()
                .transform(spark().read().option("header", "true").csv(path))
                .select(TableSchema.feature(0))
                .collectAsList())
        .extracting(row -> row.getDouble(0))
        .containsExactly(1_000.0, 2_000.0);
  }

  @Test
  void predict_realTarget_isInItsOwnUnits() {
    TestTable prices = TestTable.real(300, 21);
    String path = prices.csv(folder.resolve("prices.csv"));
    TrainedModel model = TestRun.csv(path).target("price").rate(0.1).maxEpochs(20).train().model();
    List<Row> rows = predicted(model, TestRun.csvSource(path), 0);

    assertThat(rows).hasSize(300);
    double squares = 0;
    for (Row row : rows) {
      double error = row.<Double>getAs("prediction") - Double.parseDouble(row.getAs("price"));
      squares += error * error;
    }
    Map<String, Double> figures = model.evaluate(spark(), TestRun.csvSource(path)).figures();
    assertThat(figures.get("rmse"))
        .isCloseTo(Math.sqrt(squares / 300), within(0.01))
        .isLessThan(2_000);
  }

  @Test
  void predict_idxWithOrWithoutLabels_predictsLabels() throws IOException {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels");
    IdxWriter.writeImages(images, 40, 1, 2, i -> new byte[] {(byte) (i % 2 * 200), 3});
    IdxWriter.writeLabels(labels, 40, i -> 5 + i % 2);
    DataSource labelled =
        new DataSource("idx", images.toString(), Map.of("labels", labels.toString()));
    TrainedModel model = TestRun.of(labelled).batch(4).maxEpochs(20).rate(0.1).train().model();

    for (DataSource source :
        List.of(labelled, new DataSource("idx", images.toString(), Map.of()))) {
      List<Row> rows = predicted(model, source, 0);
      for (int i = 0; i < 40; i++) {
        assertThat(rows.get(i).<String>getAs("prediction")).isEqualTo(i % 2 == 0 ? "5" : "6");
      }
    }
    assertThat(model.evaluate(spark(), labelled).figures()).containsEntry("accuracy", 1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void predictAndEvaluate_picturesOfAnotherSize_areRefused(int side) throws IOException {
    TrainedModel model = TestRun.of(pictures(4)).train().model();
    DataSource others = pictures(side);
    String sentence = "column \"image\" has a vector of " + side * side + " numbers; expected 16";

    assertRefused(() -> predicted(model, others, 0), others.path(), sentence);
    assertRefused(() -> model.evaluate(spark(), others), others.path(), sentence);
  }

  @Test
  void load_missingFolder_isRefused() {
    assertRefused(
        () -> TrainedModel.load(spark(), folder.resolve("none").toString()),
        "There is no model in " + folder + "/none");
  }

  @Test
  void load_otherVersion_isRefused() throws IOException {
    Path copy = copied();
    Path json = copy.resolve("network/model.json");
    Files.writeString(json, Files.readString(json).replace("\"format\" : 5", "\"format\" : 99"));

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "its format is version 99, and this program reads version 5; use the program that wrote"
            + " it");
  }

  @Test
  void load_damagedWeights_isRefused() throws IOException {
    Path copy = copied();
    Path weights = copy.resolve("network/weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 3] ^= 1;
    Files.write(weights, bytes);

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "weights.safetensors is damaged: its checksum is not the one in model.json");
  }

  @Test
  void load_truncatedWeights_isRefused() throws IOException {
    Path copy = copied();
    Path weights = copy.resolve("network/weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()), "weights.safetensors is damaged");
  }

  @Test
  void load_modelCutShort_isRefused() throws IOException {
    Path copy = copied();
    Path json = copy.resolve("network/model.json");
    String text = Files.readString(json);
    Files.writeString(json, text.substring(0, text.length() / 2));

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "Cannot read the model in " + copy + "/network: model.json: ");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"relu\"', '\"bent\"', 'bent'",
    "'\"softmax-cross-entropy\"', '\"hinge\"', 'hinge'",
    "'\"labelSmoothing\" : 0.0', '\"labelSmoothing\" : 1.0', 'label smoothing must be a number'",
    "'\"labelSmoothing\" : 0.0', '\"labelSmoothing\" : null', 'parameters'",
    "'\"labelSmoothing\" : 0.0', '\"delta\" : 1.0', 'has the parameters [labelSmoothing], not [delta]'",
    "'\"labels\" : \\[[^]]*]', '\"labels\" : []', 'a target of classification has 0 labels and 0 numbers'",
    "'\"labels\" : \\[[^]]*],', '', 'labels'",
    "'\"CLASSIFICATION\"', '\"REGRESSION\"', 'a target of regression has 3 labels and 0 numbers'",
    "'\"CLASSIFICATION\"', '\"MULTI_LABEL\"', 'does not give a target of 3, in 1 columns'",
    "'\"layers\" : \\[[^]]*],', '', 'layers'",
    "'\"layers\" : \\[[^]]*]', '\"layers\" : []', 'a network needs at least an output layer'",
    "'\"outputs\" : 6', '\"outputs\" : 7', 'Cannot chain layer 2'",
    "'\"residual\" : false', '\"residual\" : true', 'a residual layer needs as many units as inputs'",
    "',\\s*\"residual\" : false', '', 'residual'",
    "'\"layers\" : \\[[^]]*]', '\"layers\" : null', 'layers'",
    "'\"layers\" : \\[[^]]*]', '\"layers\" : [null]', 'null'",
    "'\"scaling\" : \"INVERTED\"', '\"scaling\" : null', 'scaling'",
    "'\"shares\" : 3', '\"shares\" : null', 'shares'",
    "'\"shares\" : 3', '\"shares\" : 0', 'there must be at least 1 share, were 0'",
    "'\"shares\" : 3', '\"shares\" : 3, \"shares\" : 4', 'shares'",
    "'\"badRows\" : \"FAIL\"', '\"badRows\" : null', 'badRows'",
    "'\"width\" : 1', '\"width\" : 2147483647', 'numbers for'",
    "'\"categories\" : \\[[^]]*]', '\"categories\" : [1, 1, 2]', 'columns of categories, and inputs for 3'",
    "'\"categories\" : \\[[^]]*]', '\"categories\" : [-1]', 'there cannot be -1 categories'",
    "'\"embedding\" : \\[[^]]*]', '\"embedding\" : null', 'embedding'",
    "'\"embedding\" : \\[[^]]*]', '\"embedding\" : [{\"from\" : 0, \"categories\" : 1000, \"dimension\" : 2}]', 'does not fit'",
    "'\"width\" : 1', '\"width\" : -1', 'width must be at least 0, was -1'",
    "'\"labels\" : \\[[^]]*]', '\"labels\" : [\"high\"]', 'does not give a target of 1'",
    "'}\\s*$', '} }', 'Unexpected close marker'"
  })
  void load_modelThatIsNone_isRefused(String pattern, String replacement, String reason)
      throws IOException {
    Path copy = copied();
    Path json = copy.resolve("network/model.json");
    String text = Files.readString(json);
    String changed = text.replaceFirst(pattern, replacement);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(json, changed);

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "Cannot read the model in " + copy + "/network: model.json: ",
        reason);
  }

  @Test
  void load_withoutPreparation_isRefused() throws IOException {
    Path copy = copied();
    Files.move(copy.resolve("preparation"), copy.resolve("elsewhere"));

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "Cannot read the model in " + copy + ": preparation/metadata/part-00000",
        " is missing; copy the folder again, or train again");
  }

  /** Each file of it, by one bit: Spark would take some of them. */
  @Test
  void load_damagedPreparation_isRefusedNamingTheFile() throws IOException {
    Path copy = copied();
    List<Path> files = preparationFiles(copy);

    assertThat(files).hasSizeGreaterThan(5);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      byte[] damaged = bytes.clone();
      damaged[bytes.length / 2] ^= 1;
      Files.write(file, damaged);
      assertRefused(
          () -> TrainedModel.load(spark(), copy.toString()),
          "Cannot read the model in "
              + copy
              + ": "
              + copy.relativize(file)
              + " is damaged: its checksum is not the one in model.json; copy the folder again, or train again");
      Files.write(file, bytes);
    }
    assertThat(TrainedModel.load(spark(), copy.toString()).weights().values())
        .isEqualTo(trained.model().weights().values());
  }

  @Test
  void load_foreignFileInThePreparation_isRefused() throws IOException {
    Path copy = copied();
    Files.copy(preparationFiles(copy).get(0), copy.resolve("preparation/metadata/part-00001"));

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "preparation/metadata/part-00001 is not part of the model");
  }

  /** With a checksum that fits, as another program would write it: Spark is asked. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"class\":\"java.lang.String\"}"})
  void load_preparationThatIsNone_isRefused(String metadata) throws IOException {
    Path copy = copied();
    Path file = preparationFiles(copy).get(0);
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.writeString(file, metadata);
    stateChecksums(copy);

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        "Cannot read the model in "
            + copy
            + ": its preparation is not a Spark ML pipeline that this version of Spark can load");
  }

  /** A pipeline, and not one of ours. */
  @Test
  void load_preparationOfAnother_isRefused() throws IOException {
    Path copy = copied();
    new PipelineModel("empty", List.<Transformer>of())
        .write()
        .overwrite()
        .save(copy.resolve("preparation").toString());
    stateChecksums(copy);

    assertRefused(
        () -> TrainedModel.load(spark(), copy.toString()),
        ": its preparation is not a Spark ML pipeline that this version of Spark can load");
  }

  private static List<Path> preparationFiles(Path model) throws IOException {
    try (var paths = Files.walk(model.resolve("preparation"))) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  private static void stateChecksums(Path model) throws IOException {
    Path json = model.resolve("network/model.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode changed = (ObjectNode) mapper.readTree(json.toFile());
    changed.set(
        "preparation",
        mapper.valueToTree(
            new PreparationFiles(
                    new org.apache.hadoop.fs.Path(model.resolve("preparation").toUri()),
                    new Configuration())
                .checksums()));
    mapper.writeValue(json.toFile(), changed);
  }

  /** The layout that any reader of safetensors expects. */
  @Test
  void save_weights_areSafetensors() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(saved, "network", "weights.safetensors"));
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) file.getLong()];
    file.get(json);
    JsonNode header = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
    float[] weights = trained.model().weights().values();
    int inputs = trained.model().network().inputs();
    List<String> names =
        List.of(
            "layers.0.weight",
            "layers.0.bias",
            "layers.1.weight",
            "layers.1.bias",
            "layers.2.weight",
            "layers.2.bias");
    List<String> shapes = List.of("[" + inputs + ",6]", "[6]", "[6,5]", "[5]", "[5,3]", "[3]");

    assertThat(header.fieldNames()).toIterable().containsExactlyElementsOf(names);
    int end = 0;
    for (int i = 0; i < names.size(); i++) {
      JsonNode tensor = header.get(names.get(i));
      assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
      assertThat(tensor.get("shape").toString()).isEqualTo(shapes.get(i));
      assertThat(tensor.get("data_offsets").get(0).asInt()).isEqualTo(end);
      end = tensor.get("data_offsets").get(1).asInt();
    }
    assertThat(end).isEqualTo(4 * weights.length).isEqualTo(file.remaining());
    for (float weight : weights) {
      assertThat(file.getFloat()).isEqualTo(weight);
    }
  }

  /** Square pictures of two classes. */
  private DataSource pictures(int side) throws IOException {
    Path images = folder.resolve("images" + side);
    Path labels = folder.resolve("labels" + side);
    IdxWriter.writeImages(images, 40, side, side, i -> new byte[side * side]);
    IdxWriter.writeLabels(labels, 40, i -> i % 2);
    return new DataSource("idx", images.toString(), Map.of("labels", labels.toString()));
  }

  private Path copied() throws IOException {
    Path copy = folder.resolve("copy");
    try (var paths = Files.walk(Path.of(saved))) {
      for (Path path : paths.toList()) {
        Files.copy(path, copy.resolve(Path.of(saved).relativize(path)));
      }
    }
    return copy;
  }

  private static void assertEqual(Evaluation actual, Evaluation expected) {
    assertThat(actual.figures()).isEqualTo(expected.figures());
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.confusion().orElseThrow().weights())
        .isDeepEqualTo(expected.confusion().orElseThrow().weights());
  }

  /** Without a layer at 0. */
  private static List<Row> predicted(TrainedModel model, DataSource source, int layer) {
    OptionalInt hidden = layer == 0 ? OptionalInt.empty() : OptionalInt.of(layer);
    List<Row> rows = new ArrayList<>();
    model.predict(spark(), source, hidden, predictions -> rows.addAll(predictions.collectAsList()));
    return rows;
  }

  private static SparkSession spark() {
    return SparkSessions.local();
  }
}
