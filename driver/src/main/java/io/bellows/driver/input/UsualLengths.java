package io.bellows.driver.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How long the vectors or arrays of some columns are: as most of them, the shorter where two
 * lengths are equally frequent, so that it does not depend on the order in which rows come.
 */
final class UsualLengths implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many rows of each length a column has, shorter ones first. */
  private final List<TreeMap<Integer, Long>> counts = new ArrayList<>();

  private UsualLengths(int columns) {
    for (int column = 0; column < columns; column++) {
      counts.add(new TreeMap<>());
    }
  }

  /**
   * The length in each column, in one pass; 0 where no row has anything.
   *
   * @param rows of vectors and arrays alone
   */
  static List<Integer> of(Dataset<Row> rows) {
    int columns = rows.columns().length;
    UsualLengths lengths = new UsualLengths(columns);
    rows.toJavaRDD()
        .mapPartitions(part -> List.of(new UsualLengths(columns).with(part)).iterator())
        .collect()
        .forEach(lengths::merge);
    return lengths.counts.stream().map(UsualLengths::mostFrequent).toList();
  }

  private UsualLengths with(Iterator<Row> rows) {
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int column = 0; column < counts.size(); column++) {
        if (!row.isNullAt(column)) {
          counts.get(column).merge(length(row, column), 1L, Long::sum);
        }
      }
    }
    return this;
  }

  private static int length(Row row, int column) {
    return row.get(column) instanceof Vector vector ? vector.size() : row.getList(column).size();
  }

  private void merge(UsualLengths other) {
    for (int column = 0; column < counts.size(); column++) {
      TreeMap<Integer, Long> own = counts.get(column);
      other.counts.get(column).forEach((length, rows) -> own.merge(length, rows, Long::sum));
    }
  }

  private static int mostFrequent(Map<Integer, Long> rowsOfLength) {
    int usual = 0;
    long most = 0;
    for (Map.Entry<Integer, Long> entry : rowsOfLength.entrySet()) {
      if (entry.getValue() > most) {
        usual = entry.getKey();
        most = entry.getValue();
      }
    }
    return usual;
  }
}
