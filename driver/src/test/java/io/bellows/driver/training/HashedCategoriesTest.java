package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashedCategoriesTest {
  private static final int BUCKETS = 16;
  private static final List<String> COLORS = List.of("blue", "green", "red");

  @TempDir Path folder;

  /** A column of 60 categories is hashed, one of three has a 0 or 1 for each. */
  @Test
  void prepared_columnOfManyCategories_isHashedAndTheOtherIsNot() {
    try (TrainingData data =
        TrainingData.prepared(SparkSessions.local(), run(table(60, 0)).request())) {
      assertThat(data.preparation().inputs()).isEqualTo(1 + BUCKETS + 3);
      assertThat(rows(data.training())).isEqualTo(expected(60, 0));
    }
  }

  /** No training row had them, nor is a missing one like any other. */
  @Test
  void prepared_testOfUnseenAndMissingCategories_hasTheirBuckets() {
    TestTable unseen = table(20, 1_000).and(TestTable.of("x,key,color,label", "2000,,red,1"));
    String test = unseen.csv(folder.resolve("test.csv"));
    TestRun run =
        run(table(60, 0)).failOnUnseen().test(new Split.Separate(TestRun.csvSource(test)));
    Map<Float, List<Float>> expected = expected(20, 1_000);
    expected.put(2000f, inputs("(missing)", 2));
    try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
      assertThat(rows(data.test().orElseThrow())).isEqualTo(expected);
    }
  }

  @Test
  void train_columnOfManyCategoriesNotHashed_isRefused() {
    TestRun run = TestRun.csv(table(60, 0).csv(folder.resolve("table.csv"))).maxCategories(10);
    assertRefused(
        run::train,
        "Cannot one-hot encode column \"key\": it has more than 10 categories",
        "or set features.categorical.encode = hash");
  }

  private TestRun run(TestTable table) {
    return TestRun.csv(table.csv(folder.resolve("table.csv")))
        .divideBy(1)
        .maxCategories(10)
        .hashedTo(BUCKETS)
        .shares(1);
  }

  /** Keys of four or eight letters, so that the plain hash is Spark's. */
  private static String key(int row) {
    return row % 2 == 0 ? String.format("k%03d", row % 1_000) : String.format("key-%04d", row);
  }

  private static TestTable table(int rows, int first) {
    List<List<String>> lines = new ArrayList<>();
    for (int row = first; row < first + rows; row++) {
      lines.add(
          List.of(Integer.toString(row), key(row), COLORS.get(row % 3), Integer.toString(row % 2)));
    }
    return new TestTable(List.of("x", "key", "color", "label"), lines);
  }

  private static Map<Float, List<Float>> expected(int rows, int first) {
    Map<Float, List<Float>> expected = new TreeMap<>();
    for (int row = first; row < first + rows; row++) {
      expected.put((float) row, inputs(key(row), row % 3));
    }
    return expected;
  }

  private static List<Float> inputs(String key, int color) {
    List<Float> inputs = new ArrayList<>(Collections.nCopies(BUCKETS + 3, 0f));
    inputs.set(Math.floorMod(murmur3(key), BUCKETS), 1f);
    inputs.set(BUCKETS + color, 1f);
    return inputs;
  }

  private static Map<Float, List<Float>> rows(ShareData data) {
    Map<Float, List<Float>> rows = new TreeMap<>();
    for (PackedTable.PackedRow row : PackedTable.of(data, 1 + BUCKETS + 3).rows()) {
      rows.put(row.features().get(0), row.features().subList(1, row.features().size()));
    }
    return rows;
  }

  /**
   * MurmurHash3_x86_32 as its author published it, with the seed 42, of texts of a multiple of four
   * bytes; Spark mixes in each byte behind them as if it were four.
   */
  private static int murmur3(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int hash = 42;
    while (words.remaining() >= 4) {
      hash = mixed(hash, words.getInt());
    }
    while (words.hasRemaining()) {
      hash = mixed(hash, words.get());
    }
    hash ^= bytes.length;
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
    return hash ^ hash >>> 16;
  }

  private static int mixed(int hash, int word) {
    int scrambled = Integer.rotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
    return Integer.rotateLeft(hash ^ scrambled, 13) * 5 + 0xE6546B64;
  }
}
