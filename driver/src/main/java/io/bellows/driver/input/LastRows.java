package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * Marks the last rows of the one file that is read, in the file's own order.
 *
 * <p>Spark reads a file in parts, in any order; a row's place is the number of rows in the parts
 * that begin before its own, plus its place in its part.
 */
final class LastRows {
  /** Added column: whether a row is one of the last. */
  static final String IS_LAST = "bellows_is_last";

  private LastRows() {}

  /**
   * The table with {@link #IS_LAST}.
   *
   * @throws InputException when the table is not one file, or has no more than {@code rows} rows
   */
  static Dataset<Row> marked(Table table, long rows) {
    Dataset<Row> all = table.rows();
    requireOneFile(table);
    Map<Long, Long> counts = new TreeMap<>();
    for (Row count : all.groupBy(SourceReader.BLOCK).count().collectAsList()) {
      counts.put(count.getLong(0), count.getLong(1));
    }
    Map<Long, Long> firsts = new HashMap<>();
    long before = 0;
    for (Map.Entry<Long, Long> count : counts.entrySet()) {
      firsts.put(count.getKey(), before);
      before += count.getValue();
    }
    if (before <= rows) {
      throw new InputException(
          String.format(
              "Cannot take the last %d rows of %s for the test: it has %d; set data.test.last-rows to less",
              rows, table.source().path(), before));
    }
    return marked(all, firsts, before - rows);
  }

  private static Dataset<Row> marked(Dataset<Row> all, Map<Long, Long> firsts, long firstLast) {
    int blockColumn = all.schema().fieldIndex(SourceReader.BLOCK);
    return all.sparkSession()
        .createDataFrame(
            all.toJavaRDD()
                .mapPartitions(rows -> marked(rows, blockColumn, new HashMap<>(firsts), firstLast)),
            all.schema().add(IS_LAST, DataTypes.BooleanType));
  }

  private static Iterator<Row> marked(
      Iterator<Row> rows, int blockColumn, Map<Long, Long> next, long firstLast) {
    return Iterators.mapPresent(
        rows,
        row -> {
          long place = next.merge(row.getLong(blockColumn), 1L, Long::sum) - 1;
          Object[] values = new Object[row.size() + 1];
          for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
          }
          values[row.size()] = place >= firstLast;
          return RowFactory.create(values);
        });
  }

  private static void requireOneFile(Table table) {
    List<Row> files =
        table
            .rows()
            .select(col(SourceReader.FILE), col(SourceReader.BLOCK).isNull())
            .distinct()
            .limit(2)
            .collectAsList();
    boolean isFile = files.stream().noneMatch(row -> row.getBoolean(1));
    if (files.size() > 1 || !isFile) {
      throw new InputException(
          String.format(
              "Cannot take the last rows of %s: it is %s, which have no order; expected one file, or a fraction or a second source for data.test",
              table.source().path(), isFile ? "several files" : "rows that are not in files"));
    }
  }
}
