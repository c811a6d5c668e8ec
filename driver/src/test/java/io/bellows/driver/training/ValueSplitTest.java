package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.PreparationConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows held out by their values in a column. They are told apart by their number x. */
class ValueSplitTest {
  private static final int ROWS = 120;
  private static final long DATA_SEED = 5;

  /** Draws a group for each row: small and large ones, with a name that is not of ASCII alone. */
  private static final List<String> GROUPS =
      new Random(3).ints(ROWS, 0, 100).mapToObj(n -> n < 30 ? "große" : "g" + n % 17).toList();

  @TempDir Path folder;

  private record Sides(Set<Integer> training, Set<Integer> validation, Set<Integer> test) {
    static Sides of(TestRun run) {
      try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
        return new Sides(
            numbers(Optional.of(data.training())),
            numbers(data.validation()),
            numbers(data.test()));
      }
    }

    private static Set<Integer> numbers(Optional<ShareData> rows) {
      return rows.map(data -> PackedTable.of(data, 1).rows()).orElse(List.of()).stream()
          .map(row -> row.features().get(0).intValue())
          .collect(Collectors.toSet());
    }
  }

  /** The test has the first groups by their hash, validation the first of those that are left. */
  @Test
  void groups_asPromised_areWholeAndAsManyAsNeeded() {
    Sides sides =
        Sides.of(
            run(grouped())
                .test(new Split.Groups("g", 0.25))
                .validation(new Split.Groups("g", 0.2)));

    List<String> left = new ArrayList<>(byHash(new TreeSet<>(GROUPS)));
    Set<Integer> test = taken(left, Math.round(0.25 * ROWS));
    Set<Integer> validation = taken(left, Math.round(0.2 * (ROWS - test.size())));
    assertThat(sides.test).isEqualTo(test);
    assertThat(sides.validation).isEqualTo(validation);
    Set<Integer> training = IntStream.range(0, ROWS).boxed().collect(Collectors.toSet());
    training.removeAll(test);
    training.removeAll(validation);
    assertThat(sides.training).isEqualTo(training).isNotEmpty();
  }

  @Test
  void groups_validationByAnotherColumnThanTheTest_areApartInBoth() {
    List<String> lines = new ArrayList<>(List.of("x,g,h,label"));
    IntStream.range(0, 60).forEach(x -> lines.add(x + "," + x % 5 + "," + x / 6 + "," + x % 2));
    Sides sides =
        Sides.of(
            run(TestTable.of(lines.toArray(String[]::new)))
                .test(new Split.Groups("g", 0.2))
                .validation(new Split.Groups("h", 0.1)));

    assertThat(sides.test).hasSize(12).allMatch(x -> x % 5 == sides.test.iterator().next() % 5);
    assertThat(groupsOf(sides.validation, 6))
        .doesNotContainAnyElementsOf(groupsOf(sides.training, 6));
    assertThat(sides.training.size() + sides.validation.size()).isEqualTo(48);
  }

  private static Set<Integer> groupsOf(Set<Integer> rows, int size) {
    return rows.stream().map(x -> x / size).collect(Collectors.toSet());
  }

  @Test
  void groups_anotherDataSeed_takesOthers() {
    TestRun run = run(grouped()).validation(new Split.Groups("g", 0.2));
    Sides sides = Sides.of(run);

    assertThat(Sides.of(run.seed(7))).isEqualTo(sides);
    assertThat(Sides.of(run.dataSeed(6)).validation).isNotEqualTo(sides.validation);
  }

  /** Numbers are the same groups whatever the format has made of them. */
  @Test
  void groups_numbersOfAnyType_areTheSame() {
    List<String> lines = new ArrayList<>(List.of("x,g,label"));
    IntStream.range(0, ROWS).forEach(x -> lines.add(x + "," + x % 9 + "," + x % 2));
    Split split = new Split.Groups("g", 0.3);
    Sides sides = Sides.of(run(TestTable.of(lines.toArray(String[]::new))).validation(split));

    for (String type : List.of("bigint", "double", "string")) {
      String path =
          parquet(type, "id AS x", "CAST(id % 9 AS " + type + ") AS g", "id % 2 AS label");
      assertThat(Sides.of(numbers(TestRun.parquet(path)).validation(split))).isEqualTo(sides);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "latest-by"})
  void split_otherOrderAndPartitions_givesTheSameBits(String key) {
    TestTable table = grouped();
    Split split = key.equals("group") ? new Split.Groups("g", 0.3) : new Split.Latest("t", 0.3);
    Path files = folder.resolve("files");
    table.shuffled(9).csvFiles(files, 4);
    List<RunBits> bits = new ArrayList<>();
    for (TestRun run : List.of(run(table), numbers(TestRun.csv(files.toString())))) {
      run.derive("int(x / 7) AS t").validation(split).test(split).maxEpochs(2);
      bits.add(RunBits.of(run.train().result()));
    }

    assertThat(bits.get(0)).isEqualTo(bits.get(1));
  }

  @Test
  void split_column_isAFeatureOnlyWhereItIsListed() {
    TestRun run = run(grouped()).validation(new Split.Groups("g", 0.3));

    assertThat(run.train().data().inputs()).isEqualTo(1);
    assertThat(run.features("x", "g").train().data().inputs()).isGreaterThan(2);
    run.derive("int(x) AS x").validation(new Split.Latest("x", 0.3)).features("x");
    assertThat(run.train().data().inputs()).isEqualTo(1);
  }

  /** Times 0 0 0 0 0 1 1 1 1 1 2 …, so that the boundary falls into one of them. */
  @ParameterizedTest
  @CsvSource({"0.1, 5", "0.25, 5", "0.3, 10", "0.5, 10", "0.55, 15"})
  void latest_tiesOnTheBoundary_areAllHeldOut(double fraction, int heldOut) {
    String path = parquet("ties", 20, "id AS x", "int(id / 5) AS t", "id % 2 AS label");
    Sides sides =
        Sides.of(numbers(TestRun.parquet(path)).validation(new Split.Latest("t", fraction)));

    assertThat(sides.validation)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(20 - heldOut, 20).boxed().toList());
    assertThat(sides.training).hasSize(20 - heldOut);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id - 60",
        "CAST(id AS DOUBLE) / 7 - 5",
        "CAST(id AS DECIMAL(12,3))",
        "date_add(DATE'1969-12-01', int(id))",
        "timestamp_micros(id - 60)",
        "TIMESTAMP_NTZ'1969-12-31 23:59:59.999990' + make_dt_interval(0, 0, 0, CAST(id AS DECIMAL(18,6)) / 1000000)",
        "TIMESTAMP_NTZ'2024-10-26 00:00:00' + make_dt_interval(0, int(id), 0, 0)"
      })
  void latest_anyKindOfTime_isInItsOrder(String time) {
    String path = parquet("times", "119 - id AS x", time + " AS t", "id % 2 AS label");
    Sides sides =
        Sides.of(
            numbers(TestRun.parquet(path))
                .test(new Split.Latest("t", 0.1))
                .validation(new Split.Latest("t", 0.25)));

    assertThat(sides.test).containsExactlyInAnyOrderElementsOf(range(0, 12));
    assertThat(sides.validation).containsExactlyInAnyOrderElementsOf(range(12, 39));
    assertThat(sides.training).containsExactlyInAnyOrderElementsOf(range(39, 120));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** Fractions are of the rows that can be used. */
  @ParameterizedTest
  @CsvSource({
    "group, 'IF(id < 20, NULL, id % 25)', 'column \"g\" has no group to split rows by (data.validation.group)'",
    "latest-by, 'IF(id < 20, NULL, id)', 'column \"g\" has no time to split rows by (data.validation.latest-by)'",
    "latest-by, 'IF(id < 20, double(''NaN''), double(id))', 'column \"g\" has no time to split rows by (data.validation.latest-by)'"
  })
  void split_rowWithoutAValue_isABadOne(String key, String value, String sentence) {
    String path = parquet("bad", "id AS x", value + " AS g", "id % 2 AS label");
    Split split = key.equals("group") ? new Split.Groups("g", 0.1) : new Split.Latest("g", 0.1);
    TestRun run = numbers(TestRun.parquet(path)).validation(split);

    assertRefused(run::train, "Cannot use a row of file:" + path, sentence, "data.bad-rows = drop");
    DataSummary data = run.dropBadRows().train().data();
    assertThat(data.droppedRows()).isEqualTo(20);
    assertThat(data.trainingRows() + data.validationRows()).isEqualTo(100);
    assertThat(data.validationRows()).isBetween(10L, 13L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          user   | 0.1   | Cannot find column "user" (data.validation.group)
          g      | 0.001 | Cannot use data.validation: its fraction 0.001 of the 120 rows is no row at all; raise it, or set data.validation = none
          one    | 0.1   | by column "one" (data.validation.group): all its rows are of one group, "1", which leaves no rows for training; lower data.validation.fraction, or split another way
          two    | 0.6   | by column "two" (data.validation.group): the groups that hold 72 of its 120 rows hold all of them, which leaves no rows for training
          pieces | 0.1   | Cannot split by column "pieces" of type array<bigint> (data.validation.group): expected text, numbers, booleans, dates or timestamps
          """)
  void groups_thatCannotBeSplit_areRefused(String column, double fraction, String sentence) {
    String path =
        parquet(
            "groups",
            "id AS x",
            "id % 7 AS g",
            "1 AS one",
            "id % 2 AS two",
            "array(id) AS pieces",
            "id % 2 AS label");

    assertRefused(
        numbers(TestRun.parquet(path))
                .ignore("pieces")
                .validation(new Split.Groups(column, fraction))
            ::train,
        sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          t    | 0.001 | Cannot use data.test: its fraction 0.001 of the 120 rows is no row at all; raise it, or set data.test = none
          same | 0.1   | by column "same" (data.test.latest-by): the earliest of its 120 rows are as late as the first of those to be held out, which leaves no rows for training; lower data.test.fraction, or split another way
          text | 0.1   | Cannot split by column "text" of type string (data.test.latest-by): expected numbers, dates or timestamps, which have an order in time; make them by data.derive, as in "timestamp(text) AS text" or "double(text) AS text"
          """)
  void latest_thatCannotBeSplit_isRefused(String column, double fraction, String sentence) {
    String path =
        parquet(
            "times", "id AS x", "id AS t", "3 AS same", "string(id) AS text", "id % 2 AS label");

    assertRefused(
        numbers(TestRun.parquet(path)).test(new Split.Latest(column, fraction))::train, sentence);
  }

  /** A second source has no groups, and nobody asks for them when the model is used. */
  @Test
  void split_otherTables_needNotHaveTheColumn() {
    String other = TestTable.of("x,label", "3,0", "100,1").csv(folder.resolve("other.csv"));
    DataSource source = TestRun.csvSource(other);
    TrainedModel model =
        run(grouped())
            .validation(new Split.Groups("g", 0.2))
            .test(new Split.Separate(source))
            .train()
            .model();

    assertThat(model.evaluate(SparkSessions.local(), source).rows()).isEqualTo(2);
    model.predict(
        SparkSessions.local(),
        source,
        OptionalInt.empty(),
        rows -> assertThat(rows.count()).isEqualTo(2));
  }

  private TestRun run(TestTable table) {
    return numbers(TestRun.csv(table.csv(folder.resolve("table.csv"))));
  }

  private static TestRun numbers(TestRun run) {
    return run.scale(PreparationConfig.Scale.NONE).dataSeed(DATA_SEED);
  }

  private static TestTable grouped() {
    List<String> lines = new ArrayList<>(List.of("x,g,label"));
    IntStream.range(0, ROWS).forEach(x -> lines.add(x + "," + GROUPS.get(x) + "," + x % 2));
    return TestTable.of(lines.toArray(String[]::new));
  }

  private String parquet(String name, String... columns) {
    return parquet(name, ROWS, columns);
  }

  /** Writes a table of expressions over the row's number id. */
  private String parquet(String name, int rows, String... columns) {
    String path = folder.resolve(name + ".parquet").toString();
    SparkSessions.local().range(0, rows, 1, 2).selectExpr(columns).write().parquet(path);
    return path;
  }

  /** The rows of the first groups, which are removed, until there are enough. */
  private static Set<Integer> taken(List<String> groups, long enough) {
    Set<Integer> rows = new HashSet<>();
    while (rows.size() < enough) {
      String group = groups.remove(0);
      IntStream.range(0, ROWS).filter(x -> GROUPS.get(x).equals(group)).forEach(rows::add);
    }
    return rows;
  }

  private static List<String> byHash(Set<String> groups) {
    Comparator<String> order = (left, right) -> Arrays.compareUnsigned(hash(left), hash(right));
    return groups.stream().sorted(order).toList();
  }

  /** The first half of SHA-256 over the data seed, a 2 for a text, its length, and its UTF-8. */
  private static byte[] hash(String group) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      byte[] utf8 = group.getBytes(StandardCharsets.UTF_8);
      out.write(ByteBuffer.allocate(8).putLong(DATA_SEED).array());
      out.writeByte(2);
      out.writeInt(utf8.length);
      out.write(utf8);
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return Arrays.copyOf(sha, 16);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
