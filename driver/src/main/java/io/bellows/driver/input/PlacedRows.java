package io.bellows.driver.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Rows in the order of their contents, cut by rank into training, validation and test. Part of the
 * bits.
 *
 * <p>One shuffle sorts them; one counting pass finds how many of each class each partition has;
 * from these counts every row's rank follows without another look at other partitions. No row is
 * collected.
 */
public final class PlacedRows implements AutoCloseable {
  private final JavaRDD<byte[]> sorted;
  private final RowClass rowClass;
  private final Quotas quotas;
  private final List<Map<String, Long>> ranksBefore = new ArrayList<>();
  private RowsFingerprint fingerprint = RowsFingerprint.NONE;

  /** What a partition holds. */
  private record Count(Map<String, Long> byClass, RowsFingerprint fingerprint)
      implements Serializable {
    static Count of(Iterator<byte[]> rows, RowClass rowClass) {
      Map<String, Long> byClass = new HashMap<>();
      RowsFingerprint fingerprint = RowsFingerprint.NONE;
      while (rows.hasNext()) {
        byte[] row = rows.next();
        byClass.merge(rowClass.of(row), 1L, Long::sum);
        fingerprint = fingerprint.plus(RowsFingerprint.of(row));
      }
      return new Count(byClass, fingerprint);
    }
  }

  /**
   * Sorts rows and decides their roles.
   *
   * @param typed rows that begin with their typed values, arrays whole, which are the contents
   * @param fractions what part of the rows, of each class alike, is for validation and for the test
   */
  public PlacedRows(JavaRDD<Row> typed, TableSchema schema, RowCodec codec, Fractions fractions) {
    int columns = schema.features().size() + schema.targets().size() + 1;
    JavaRDD<byte[]> encoded = typed.map(row -> codec.encode(row, columns));
    this.sorted = sorted(encoded).persist(StorageLevel.MEMORY_AND_DISK());
    this.rowClass = new RowClass(codec, schema.typed().size(), fractions.byClass());
    Map<String, Long> totals = new TreeMap<>();
    for (Count partition : countedOrClosed()) {
      ranksBefore.add(Map.copyOf(totals));
      partition.byClass.forEach((name, rows) -> totals.merge(name, rows, Long::sum));
      fingerprint = fingerprint.plus(partition.fingerprint);
    }
    this.quotas = Quotas.of(totals, fractions);
  }

  private static JavaRDD<byte[]> sorted(JavaRDD<byte[]> encoded) {
    return encoded
        .mapToPair(row -> new Tuple2<>(row, (byte) 0))
        .repartitionAndSortWithinPartitions(
            new HashPartitioner(Math.max(1, encoded.getNumPartitions())), RowCodec.ORDER)
        .keys();
  }

  private List<Count> countedOrClosed() {
    boolean isCounted = false;
    try {
      List<Count> counts = counts(sorted, rowClass);
      isCounted = true;
      return counts;
    } finally {
      if (!isCounted) {
        close();
      }
    }
  }

  private static List<Count> counts(JavaRDD<byte[]> sorted, RowClass rowClass) {
    return sorted.mapPartitions(rows -> List.of(Count.of(rows, rowClass)).iterator()).collect();
  }

  /** What all these rows together are known by. */
  public RowsFingerprint fingerprint() {
    return fingerprint;
  }

  /** How many rows have a role. */
  public long count(Role role) {
    return quotas.count(role);
  }

  /** The rows of a role, encoded, each with its rank among them. */
  public JavaPairRDD<Long, byte[]> ranked(Role role) {
    List<Map<String, Long>> before = ranksBefore;
    Quotas shared = quotas;
    RowClass classes = rowClass;
    return sorted
        .mapPartitionsWithIndex(
            (partition, rows) -> ranked(rows, role, before.get(partition), shared, classes), true)
        .mapToPair(ranked -> ranked);
  }

  private static Iterator<Tuple2<Long, byte[]>> ranked(
      Iterator<byte[]> rows,
      Role role,
      Map<String, Long> before,
      Quotas quotas,
      RowClass rowClass) {
    Map<String, Long> next = new HashMap<>(before);
    long[] rank = {quotas.countBefore(role, before)};
    return Iterators.mapPresent(
        rows,
        row -> {
          String name = rowClass.of(row);
          long rankInClass = next.merge(name, 1L, Long::sum) - 1;
          return quotas.roleOf(name, rankInClass) == role ? new Tuple2<>(rank[0]++, row) : null;
        });
  }

  /** Gives the rows' memory back. */
  @Override
  public void close() {
    sorted.unpersist(false);
  }
}
