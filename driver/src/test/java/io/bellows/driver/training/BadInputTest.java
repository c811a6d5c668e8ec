package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.input.idx.IdxWriter;
import io.bellows.kernels.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used is refused with a sentence that says what, where and what to do. */
class BadInputTest {
  @TempDir Path folder;

  @Test
  void train_missingFile_isRefused() {
    assertRefused(
        TestRun.csv(folder.resolve("none.csv").toString())::train,
        "Cannot read " + folder + "/none.csv: there is no such file or folder");
  }

  @Test
  void train_emptyFile_isRefused() throws IOException {
    String path = Files.createFile(folder.resolve("empty.csv")).toString();

    assertRefused(
        TestRun.csv(path)::train,
        "Cannot read " + path + ": it is empty; expected rows of a CSV table");
  }

  @Test
  void train_headerOnly_isRefused() {
    String path = table("x,label");

    assertRefused(TestRun.csv(path)::train, "Cannot use " + path + ": it has no rows");
  }

  @Test
  void train_unknownFormat_isRefused() {
    DataSource source = new DataSource("cvs", table("x,label", "1,a"), Map.of());

    assertRefused(
        TestRun.of(source)::train,
        "Cannot read "
            + source.path()
            + ": unknown format \"cvs\"; did you mean csv? Expected csv,",
        "json, parquet, orc, libsvm, idx, table, avro, or another format of Spark by its name");
  }

  @Test
  void train_avroWithoutItsModule_saysHowToAddIt() {
    DataSource source = new DataSource("avro", table("x,label", "1,a"), Map.of());
    assertRefused(
        TestRun.of(source)::train,
        "avro is a module of Spark's that is not here; start with --packages"
            + " org.apache.spark:spark-avro_2.13:"
            + SparkSessions.local().version());
  }

  @Test
  void train_tableThatTheCatalogDoesNotHave_isRefused() {
    DataSource source = new DataSource("table", "default.none", Map.of());
    assertRefused(
        TestRun.of(source)::train,
        "Cannot read the table default.none: Spark's catalog has no such table or view; is it"
            + " Hive's? Then add --conf spark.sql.catalogImplementation=hive");
  }

  @Test
  void train_linesThatAreNotJson_areBadRows() throws IOException {
    String row = "{\"x\": 3, \"label\": \"\"";
    DataSource source = json("{\"x\": 1, \"label\": \"a\"}", "{\"x\": 2, \"label\": \"b\"}", row);
    assertRefused(
        TestRun.of(source)::train,
        "Cannot use a row of file:" + source.path(),
        "the row is not one JSON object (where an object takes several lines, set multiLine = true in"
            + " the source's options); the row is \""
            + row
            + "\". Mend it, or set data.bad-rows = drop");
    assertThat(TestRun.of(source).dropBadRows().train().data().droppedRows()).isEqualTo(1);
  }

  @Test
  void train_jsonOverSeveralLines_needsItsOption() throws IOException {
    DataSource source =
        json("[{\"x\": 1,", "  \"label\": \"a\"},", " {\"x\": 2,", "  \"label\": \"b\"}]");
    assertRefused(
        TestRun.of(source)::train,
        "Cannot read "
            + source.path()
            + " as json: expected a JSON object on each line; where an object takes several lines,"
            + " set multiLine = true in the source's options");
    assertThat(TestRun.of(source).option("multiLine", "true").train().data().trainingRows())
        .isEqualTo(2);
  }

  private DataSource json(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("rows.json"), List.of(lines));
    return new DataSource("json", file.toString(), Map.of());
  }

  @ParameterizedTest
  @CsvSource({"1:much, 'much'", "2:1 1:3, 'indices should be one-based and in ascending order'"})
  void train_libsvmThatCannotBeRead_namesFileAndReason(String numbers, String reason)
      throws IOException {
    Path file = Files.write(folder.resolve("rows.libsvm"), List.of("1 1:2 2:3", "0 " + numbers));
    DataSource source = new DataSource("libsvm", file.toString(), Map.of());
    assertRefused(
        TestRun.of(source)::train, "Cannot read " + source.path() + " as libsvm: ", reason);
    assertRefused(
        TestRun.of(source).option("numFeatures", "2")::train,
        "Cannot use the rows of " + source.path(),
        reason);
  }

  /** The training rows have two numbers; a third is not one that the network knows. */
  @Test
  void train_libsvmValidationWithMoreNumbers_namesFileAndReason() throws IOException {
    Path file = Files.write(folder.resolve("rows.libsvm"), List.of("1 1:2 2:3", "0 2:1"));
    Path other = Files.write(folder.resolve("other.libsvm"), List.of("1 3:2"));
    DataSource source = new DataSource("libsvm", file.toString(), Map.of());
    DataSource wider = new DataSource("libsvm", other.toString(), Map.of());
    assertRefused(
        TestRun.of(source).validation(new Split.Separate(wider))::train,
        "Cannot use the rows of " + other,
        "2");
  }

  @Test
  void train_damagedOrc_namesTheFile() throws IOException {
    String path = folder.resolve("rows.orc").toString();
    SparkSessions.local()
        .range(9)
        .selectExpr("id AS x", "id % 2 AS label")
        .coalesce(1)
        .write()
        .orc(path);
    Path file;
    try (Stream<Path> files = Files.list(Path.of(path))) {
      file = files.filter(part -> part.toString().endsWith(".orc")).findFirst().orElseThrow();
    }
    Files.writeString(file, "no table at all");
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertRefused(
        TestRun.of(new DataSource("orc", path, Map.of()))::train,
        "Cannot read " + path,
        file.getFileName().toString());
  }

  @Test
  void train_textFileAsParquet_isRefused() {
    String path = table("x,label", "1,a", "2,b");

    assertRefused(TestRun.parquet(path)::train, "Cannot read " + path + " as parquet: ");
  }

  @ParameterizedTest
  @CsvSource({
    "labl, 'Cannot find column \"labl\" (columns.target); did you mean \"label\"? The columns are x, y, label'",
    "LABEL, 'Cannot find column \"LABEL\" (columns.target); did you mean \"label\"?'",
    "price, 'Cannot find column \"price\" (columns.target); the columns are x, y, label'",
    "3, 'Cannot find column 3 (columns.target): expected an index from -3 to 2; the columns are x, y, label'",
    "-4, 'Cannot find column -4 (columns.target): expected an index from -3 to 2'"
  })
  void train_targetNotThere_namesTheNearest(String target, String sentence) {
    assertRefused(
        TestRun.csv(table("x,y,label", "1,2,a", "2,3,b")).target(target)::train, sentence);
  }

  @Test
  void train_aHeaderReadAsARow_isAskedFor() {
    String path = table("x,y,label", "1,2,a", "2,3,b");

    assertRefused(
        TestRun.of(new DataSource("csv", path, Map.of())).target("label")::train,
        "Cannot find column \"label\" (columns.target); the columns are _c0, _c1, _c2; does the file"
            + " have a header? Then set data.options.header = true");
  }

  @Test
  void train_otherColumnsNotThere_areRefused() {
    String path = table("x,y,label", "1,2,a", "2,3,b");

    assertRefused(TestRun.csv(path).ignore("yy")::train, "\"yy\" (columns.ignore)");
    assertRefused(TestRun.csv(path).weight("w")::train, "\"w\" (columns.weight)");
    assertRefused(TestRun.csv(path).features("z")::train, "\"z\" (columns.features)");
    assertRefused(
        TestRun.csv(path).validation(new Split.Indicator("z"))::train,
        "\"z\" (data.validation.column)");
  }

  @Test
  void train_noFeatureLeft_isRefused() {
    String path = table("x,label", "1,a", "2,b");

    assertRefused(
        TestRun.csv(path).ignore("x")::train,
        "Cannot train on " + path + ": no column is left as a feature; the columns are x, label");
  }

  @Test
  void train_textInADeclaredNumber_showsFileColumnAndRow() {
    String path = table("x,y,label", "1,2,a", "2,much,b", "3,4,a");

    assertRefused(
        TestRun.csv(path).numeric("y")::train,
        "Cannot use a row of file:" + path,
        "column \"y\" is not a number; the row is \"2,much,b\"",
        "name its column in columns.ignore or such values in columns.missing,"
            + " or set data.bad-rows = drop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void train_notFinite_showsFileColumnAndRow(String number) {
    String path = table("x,y,label", "1,2,a", "2," + number + ",b", "3,4,a");

    assertRefused(
        TestRun.csv(path)::train,
        "Cannot use a row of file:" + path,
        "column \"y\" is not a finite number; the row is \"2," + number + ",b\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "y"})
  void train_numberBeyondSinglePrecision_isABadRow(String column) {
    String row = column.equals("x") ? "-1e39,4" : "4,-1e39";
    String path = table("x,y", "1,0.5", "2,1.5", row, "3,2.5");

    assertRefused(
        TestRun.csv(path).target("y")::train,
        "column \""
            + column
            + "\" has the number -1.0E39; expected at most ±3.4028234663852886E38, as single"
            + " precision holds; the row is \""
            + row
            + "\"");
    assertThat(TestRun.csv(path).target("y").dropBadRows().train().data().droppedRows())
        .isEqualTo(1);
  }

  @Test
  void train_numberThatScalingBringsBeyondSinglePrecision_isRefused() {
    String path = table("x,label", "1e30,a", "2,b");

    assertRefused(
        TestRun.csv(path).divideBy(1e-9)::train,
        "Cannot use a row whose column \"x\" becomes 1.0E39 by features.numeric.scale: expected at"
            + " most ±3.4028235E38, as single precision holds; mend the row, or scale otherwise");
  }

  @Test
  void train_validationTargetBeyondSinglePrecisionOnceStandardised_isRefused() {
    String train = table("x,y", "1,1e-3", "2,3e-3", "3,1e-3", "4,3e-3");
    String other = TestTable.of("x,y", "1,1e37").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.csv(train).target("y").validation(new Split.Separate(TestRun.csvSource(other)))
            ::train,
        "Cannot use a row with the target 1.0E37: (1.0E37 - 0.002) / 0.001 is more than single"
            + " precision holds");
  }

  @ParameterizedTest
  @CsvSource({
    "'array(2D, double(''NaN''))', 'column \"v\" is not a finite number'",
    "'array(2D, 1e39)', 'column \"v\" has the number 1.0E39; expected at most'",
    "'array(2D)', 'column \"v\" has a vector of 1 numbers; expected 2'",
    "'array(2D, 3D, 4D)', 'column \"v\" has a vector of 3 numbers; expected 2'",
    "NULL, 'column \"v\" has no vector; expected one of 2 numbers'"
  })
  void train_badVector_showsFileAndColumnAndCanBeDropped(String numbers, String sentence) {
    String path = vectors("CASE WHEN id = 3 THEN " + numbers + " ELSE array(double(id), 1D) END");

    assertRefused(
        TestRun.parquet(path)::train, "Cannot use a row of file:" + path + "/part-", sentence);
    DataSummary summary = TestRun.parquet(path).dropBadRows().train().data();
    assertThat(summary.droppedRows()).isEqualTo(1);
    assertThat(summary.trainingRows()).isEqualTo(5);
  }

  @Test
  void train_secondSourceWithoutTheVectors_isRefused() {
    String path = vectors("array(double(id), 1D)");
    String other = table("v,label", "1,0");

    assertRefused(
        TestRun.parquet(path).test(new Split.Separate(TestRun.csvSource(other)))::train,
        "Cannot use "
            + other
            + ": its column \"v\" has the type string, where the model needs vectors of 2 numbers");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void train_validationPicturesOfAnotherSize_areRefused(int side) throws IOException {
    DataSource pictures = pictures(4);
    DataSource others = pictures(side);

    assertRefused(
        TestRun.of(pictures).validation(new Split.Separate(others))::train,
        "Cannot use a row of " + others.path(),
        "column \"image\" has a vector of " + side * side + " numbers; expected 16");
  }

  @Test
  void train_badRowsDropped_countsThem() {
    String path = table("x,y,label", "1,2,a", "2,NaN,b", "3,4,a", "much,5,b", "5,6,", "6,7,b", "8");

    DataSummary summary = TestRun.csv(path).numeric("x").dropBadRows().train().data();

    assertThat(summary.droppedRows()).isEqualTo(4);
    assertThat(summary.trainingRows()).isEqualTo(3);
  }

  @Test
  void train_allRowsBad_isRefused() {
    String path = table("x,w,label", "NaN,1,a", "Infinity,1,b", "1,0,a");

    assertRefused(
        TestRun.csv(path).weight("w").dropBadRows()::train,
        "Cannot use " + path + ": of its 3 rows 2 are bad and 1 have weight 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2", "1,2,a,more"})
  void train_raggedRow_isRefused(String row) {
    String path = table("x,y,label", "1,2,a", "2,3,b", row);

    assertRefused(
        TestRun.csv(path)::train,
        "the row does not have the table's columns; the row is \""
            + row
            + "\". Mend it, or set data.bad-rows = drop");
  }

  @Test
  void train_quotesDoubledWithinQuotes_isToldOfTheOption() {
    String path = table("x,y,label", "1,2,a", "2,\"New \"\"York\"\", NY\",b", "3,z,a");

    assertRefused(
        TestRun.csv(path)::train,
        "the row does not have the table's columns (if \"\" stands for a quote within a text, set escape = \"\\\"\" in the source's options)");
  }

  @Test
  void train_raggedRowWithoutItsWeight_isABadRowAndNotABadWeight() {
    String path = table("x,label,w", "1,a,1", "2,b,1", "3,a", "4,b,1");

    assertRefused(
        TestRun.csv(path).weight("w")::train,
        "the row does not have the table's columns; the row is \"3,a\"");
    DataSummary summary = TestRun.csv(path).weight("w").dropBadRows().train().data();
    assertThat(summary.droppedRows()).isEqualTo(1);
    assertThat(summary.trainingRows()).isEqualTo(3);
  }

  /** A row that is ragged only where no column is used is ragged all the same. */
  @Test
  void train_raggedInUnusedColumns_isRefused() {
    String path = table("x,label,y", "1,a,2", "2,b,3", "3,a");

    assertRefused(
        TestRun.csv(path).ignore("y")::train, "the row does not have the table's columns");
  }

  @Test
  void train_missingTarget_isRefused() {
    String path = table("x,label", "1,a", "2,?", "3,b");

    assertRefused(TestRun.csv(path)::train, "the target \"label\" is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "heavy", "", "Infinity", "1e21"})
  void train_badWeight_isRefusedWhateverThePolicy(String weight) {
    String path = table("x,w,label", "1,1,a", "2," + weight + ",b", "3,1,b");

    assertRefused(
        TestRun.csv(path).weight("w").dropBadRows()::train,
        "the weight \"w\" must be a number from 0 to 1.0E20; the row is \"2,"
            + weight
            + ",b\". Mend it, or leave it out by data.filter");
  }

  @Test
  void train_allWeightsZero_isRefused() {
    String path = table("x,w,label", "1,0,a", "2,0,b");

    assertRefused(
        TestRun.csv(path).weight("w")::train,
        "Cannot use " + path + ": of its 2 rows 0 are bad and 2 have weight 0");
  }

  @Test
  void train_allTargetsEqual_isRefused() {
    assertRefused(
        TestRun.csv(table("x,label", "1,a", "2,a"))::train,
        "Cannot learn \"label\": all training rows have the same target, a; expected at least two"
            + " different ones");
    assertRefused(
        TestRun.csv(table("x,label", "1,0.5", "2,0.5"))::train,
        "Cannot learn \"label\": all training rows have the same target, 0.5");
  }

  @Test
  void train_textByRegression_isRefused() {
    assertRefused(
        TestRun.csv(table("x,label", "1,a", "2,b")).task(Task.REGRESSION)::train,
        "Cannot learn \"label\" by regression: some of its values are not numbers; set features.target.task = classification, or mend them");
  }

  @Test
  void train_tooManyCategories_namesColumnLimitAndAnExample() {
    assertRefused(
        TestRun.csv(table("name,label", "ann,a", "bob,b", "cid,a", "dan,b")).maxCategories(3)
            ::train,
        "Cannot one-hot encode column \"name\": it has more than 3 categories, such as \"ann\"",
        "raise features.categorical.max-categories");
  }

  @Test
  void train_columnWithoutAnyValue_isRefused() {
    assertRefused(
        TestRun.csv(table("x,y,label", "1,,a", "2,?,b"))::train,
        "Cannot fill in column \"y\": no training row has a value of it",
        "features.numeric.impute = constant");
  }

  @Test
  void train_unsupportedType_isRefused() {
    String path = folder.resolve("times.parquet").toString();
    SparkSessions.local()
        .range(4)
        .selectExpr("id % 2 AS label", "timestamp_seconds(id) AS time")
        .write()
        .parquet(path);

    assertRefused(
        TestRun.parquet(path)::train,
        "Cannot use column \"time\" of type timestamp",
        "data.derive",
        "columns.ignore");
  }

  @Test
  void train_expressionThatCannotBeUnderstood_isRefused() {
    String path = table("x,label", "1,a", "2,b");

    assertRefused(
        TestRun.csv(path).derive("y * 2 AS z")::train,
        "Cannot use data.derive \"y * 2\" on " + path + ": ",
        "`y`");
    assertRefused(
        TestRun.csv(path).filter("x >")::train, "Cannot use data.filter \"x >\" on " + path);
  }

  /** Spark finds out only in a task. */
  @Test
  void train_expressionThatFailsOnARow_isRefused() {
    String path = table("x,label", "1,a", "2,b", "0,a");

    assertRefused(
        TestRun.csv(path).derive("1 / CAST(x AS INT) AS y")::train,
        "Cannot use the rows of " + path,
        "zero");
    assertRefused(
        TestRun.csv(path).filter("CAST(label AS INT) = 1")::train,
        "Cannot use the rows of " + path,
        "'a'");
  }

  @Test
  void train_expressionThatFailsOnARowOfASecondSource_namesThatSource() {
    String train = table("x,label", "1,a", "2,b");
    String other = TestTable.of("x,label", "0,a").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.csv(train)
                .derive("1 / CAST(x AS INT) AS y")
                .validation(new Split.Separate(TestRun.csvSource(other)))
            ::train,
        "Cannot use the rows of " + other,
        "zero");
  }

  @Test
  void train_filterThatLeavesNothing_isRefused() {
    String path = table("x,label", "1,a", "2,b");

    assertRefused(TestRun.csv(path).filter("x > 5")::train, "Cannot use " + path);
  }

  @Test
  void train_monitorThatIsNotComputed_isRefused() {
    String path = TestTable.mixed(40, 1).csv(folder.resolve("table.csv"));

    assertRefused(
        TestRun.csv(path).validation(0.2).monitor("validation-rmse", 3)::train,
        "Cannot monitor validation-rmse: this run has loss, validation-accuracy,"
            + " validation-error, validation-log-loss, validation-loss; set training.early-stopping.monitor to one of"
            + " them");
    assertRefused(
        TestRun.csv(path).monitor("validation-loss", 3)::train,
        "Cannot monitor validation-loss: this run has loss;");
  }

  @Test
  void train_fractionThatGivesNoRow_isRefused() {
    String path = table("x,label", "1,a", "2,b", "3,a", "4,b");

    assertRefused(
        TestRun.csv(path).validation(0.1)::train,
        "Cannot use data.validation: its fraction of the 4 rows is no row at all; raise it, or set"
            + " data.validation = none");
    assertRefused(
        TestRun.csv(path).validation(0.5).test(0.1)::train,
        "Cannot use data.test: its fraction of the 4 rows is no row at all; raise it, or set"
            + " data.test = none");
  }

  @Test
  void train_fractionsThatLeaveNoTrainingRow_areRefused() {
    assertRefused(
        TestRun.csv(table("x,label", "1,a", "2,b")).validation(0.6)::train,
        "validation and test leave no training rows; lower their fractions");
  }

  @Test
  void train_indicatorThatMarksNoRowOrAll_isRefused() {
    String none = table("x,v,label", "1,0,a", "2,0,b");
    assertRefused(
        TestRun.csv(none).validation(new Split.Indicator("v"))::train,
        "Cannot split "
            + none
            + ": its column \"v\" marks no row; expected true, or a number other"
            + " than 0, in some of the rows");
    String all = folder.resolve("all.csv").toString();
    TestTable.of("x,v,label", "1,1,a", "2,1,b").csv(Path.of(all));
    assertRefused(
        TestRun.csv(all).validation(new Split.Indicator("v"))::train,
        "marks every row, which leaves no training rows");
  }

  @Test
  void train_secondSourceWithoutAColumn_isRefused() {
    String train = table("x,y,label", "1,2,a", "2,3,b");
    String other = TestTable.of("x,label", "1,a").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.csv(train).validation(new Split.Separate(TestRun.csvSource(other)))::train,
        "Cannot use "
            + other
            + ": it has no column \"y\", which the model needs; did you mean \"x\"? Its"
            + " columns are x, label");
  }

  @Test
  void train_unknownLabelInASecondSource_isRefused() {
    String train = table("x,label", "1,a", "2,b");
    String other = TestTable.of("x,label", "1,c").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.csv(train).test(new Split.Separate(TestRun.csvSource(other)))::train,
        "Cannot use a row with the label \"c\": expected one of the 2 labels of the training rows:"
            + " a, b");
  }

  @Test
  void train_unseenCategoryUnderFail_isRefused() {
    String train = table("x,label", "red,a", "blue,b");
    String other = TestTable.of("x,label", "green,a").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.csv(train).failOnUnseen().test(new Split.Separate(TestRun.csvSource(other)))::train,
        "\"x\"",
        "\"green\"",
        "features.categorical.unseen = ignore");
  }

  @Test
  void train_asManyClassesAsRows_isRefusedAboveTenThousand() {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    IntStream.range(0, 10_001).forEach(i -> lines.add("1,name" + i));

    assertRefused(
        TestRun.csv(table(lines.toArray(String[]::new)))::train,
        "Cannot classify by \"label\": it has more than 10000 classes; set features.target.task = regression if it is a number");
  }

  /** Square pictures of two classes. */
  private DataSource pictures(int side) throws IOException {
    Path images = folder.resolve("images" + side);
    Path labels = folder.resolve("labels" + side);
    IdxWriter.writeImages(images, 6, side, side, i -> new byte[side * side]);
    IdxWriter.writeLabels(labels, 6, i -> i % 2);
    return new DataSource("idx", images.toString(), Map.of("labels", labels.toString()));
  }

  /** Six rows with a vector v, given by an expression over the row's number id, and a label. */
  private String vectors(String numbers) {
    String path = folder.resolve("vectors.parquet").toString();
    SparkSessions.local()
        .range(0, 6, 1, 1)
        .selectExpr(numbers + " AS numbers", "id % 2 AS label")
        .select(
            when(col("numbers").isNotNull(), array_to_vector(col("numbers"))).as("v"), col("label"))
        .write()
        .parquet(path);
    return path;
  }

  private String table(String... lines) {
    try {
      return Files.write(folder.resolve("table.csv"), List.of(lines)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
