package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.SparseTable;
import io.bellows.driver.TestRun;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.kernels.data.PackedBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wide rows that are mostly zeros stay so from the file to the block. */
class SparseRowsTest {
  private static final int COLUMNS = 2_000;

  @TempDir Path folder;

  @Test
  void prepared_libsvm_isHeldWithoutZeros() {
    TestRun run =
        TestRun.of(SparseTable.libsvm(folder.resolve("rows.libsvm"), 600, COLUMNS, 8, 1))
            .validation(0.2)
            .shares(3);
    try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
      assertHeldWithoutZeros(data.training());
      assertHeldWithoutZeros(data.validation().orElseThrow());
    }
  }

  private static void assertHeldWithoutZeros(ShareData rows) {
    for (PackedBlock block : rows.blocks().collect()) {
      assertThat(block.isMostlyZero()).isTrue();
      // At most 8 numbers of 8 bytes (columns that no training row has are 0), where the row
      // begins, target and weight.
      assertThat(block.bytes()).isLessThanOrEqualTo(block.rows() * (8 * 8 + 4 + 8L) + 4);
    }
  }

  @Test
  void evaluateAndPredict_libsvm_areThatOfTheRun() {
    DataSource test = SparseTable.libsvm(folder.resolve("test.libsvm"), 100, COLUMNS, 8, 2);
    TrainingOutcome outcome =
        TestRun.of(SparseTable.libsvm(folder.resolve("rows.libsvm"), 300, COLUMNS, 8, 1))
            .test(new Split.Separate(test))
            .hidden(4)
            .train();

    assertThat(outcome.model().evaluate(SparkSessions.local(), test).figures())
        .isEqualTo(outcome.test().orElseThrow().figures());
  }

  /** The vector is scaled apart, by its largest numbers; inputs stay in the order of columns. */
  @Test
  void prepared_sparseVectorBetweenNumbers_staysSparseInItsPlace() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(
          RowFactory.create(
              (double) i,
              Vectors.sparse(COLUMNS, new int[] {i, 500 + i}, new double[] {2, -i - 1}),
              10.0 * i,
              i % 2));
    }
    rows.add(
        RowFactory.create(
            4.0, Vectors.sparse(COLUMNS, new int[] {0, 500}, new double[] {1, 4}), 40.0, 0));
    String table = folder.resolve("table").toString();
    SparkSessions.local()
        .createDataFrame(
            rows,
            new StructType()
                .add("a", DataTypes.DoubleType)
                .add("v", SQLDataTypes.VectorType())
                .add("b", DataTypes.DoubleType)
                .add("label", DataTypes.IntegerType))
        .write()
        .parquet(table);
    TestRun run = TestRun.parquet(table).shares(1);
    try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
      assertThat(data.training().blocks().collect().get(0).isMostlyZero()).isTrue();
      List<PackedTable.PackedRow> packed = PackedTable.of(data.training(), COLUMNS + 2).rows();
      assertThat(packed).hasSize(5);
      for (PackedTable.PackedRow row : packed) {
        float a = row.features().get(0);
        int i = Math.round(a * (float) Math.sqrt(2)) + 2;
        assertThat(a).isEqualTo((float) ((i - 2) * (1 / Math.sqrt(2))));
        assertThat(row.features().get(COLUMNS + 1))
            .isEqualTo((float) ((10 * i - 20) * (1 / Math.sqrt(200))));
        // Column 500 has the numbers −1 and 4, column 0 has 2 and 1, and each other a single one.
        List<Float> vector = row.features().subList(1, COLUMNS + 1);
        assertThat(vector.get(i % 4)).isEqualTo(i == 4 ? 0.5f : 1f);
        assertThat(vector.get(500 + i % 4)).isEqualTo(i == 0 ? -0.25f : i == 4 ? 1f : -1f);
        assertThat(vector.stream().filter(number -> number != 0)).hasSize(2);
      }
    }
  }
}
