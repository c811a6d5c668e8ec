package io.bellows.driver.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.bellows.kernels.statistics.RankSelection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Holds out rows by their values in a column. Part of the bits: which rows are held out follows
 * from the values of those that can be used and from the data seed, and not from the rows' order.
 *
 * <p>Either way a boundary is found first, and then each row is compared with it on its own.
 */
final class ValueSplit {
  /** The driver sorts all groups: a few hundred bytes each. */
  private static final int MOST_GROUPS = 5_000_000;

  private final String setting;
  private final Split.ByValue split;
  private final Table table;
  private final TableSchema schema;
  private final DataConfig config;
  private final List<SplitColumn> columns;
  private final SplitColumn column;

  ValueSplit(
      String setting, Split.ByValue split, Table table, TableSchema schema, DataConfig config) {
    this.setting = setting;
    this.split = split;
    this.table = table;
    this.schema = schema;
    this.config = config;
    this.columns = SplitColumn.of(config, table, schema);
    this.column = SplitColumn.of(split, setting, table, schema);
  }

  /**
   * Whether a row is held out; never null.
   *
   * @throws InputException when no row would be, or all would be
   */
  Column isHeldOut() {
    Column condition = split instanceof Split.Groups ? isOfFirstGroups() : isLate();
    return coalesce(condition, lit(false));
  }

  /** How many of the rows must be held out at least. */
  private long wanted(long rows) {
    if (rows == 0) {
      // Says what is wrong with all rows.
      RowCheck.labelled(table, schema, config.badRows(), columns);
    }
    long wanted = Math.round(split.fraction() * rows);
    if (wanted == 0) {
      throw new InputException(
          String.format(
              "Cannot use %s: its fraction %s of the %d rows is no row at all; raise it, or set %s = none",
              setting, split.fraction(), rows, setting));
    }
    return wanted;
  }

  private InputException nothingLeft(String reason) {
    return new InputException(
        String.format(
            "Cannot split %s by column \"%s\" (%s): %s, which leaves no rows for training; lower %s.fraction, or split another way",
            table.source().path(), column.name(), column.key(), reason, setting));
  }

  /** A group, as {@link RowCodec} encodes its value: a hash with the data seed, then the text. */
  private record Group(byte[] key, String value, long rows) {}

  private Column isOfFirstGroups() {
    RowCodec codec = new RowCodec(config.seed());
    List<Group> groups = groups(codec);
    long all = groups.stream().mapToLong(Group::rows).sum();
    long wanted = wanted(all);
    if (groups.size() == 1) {
      throw nothingLeft(
          String.format("all its rows are of one group, \"%s\"", groups.get(0).value));
    }
    long taken = 0;
    int last = -1;
    while (taken < wanted) {
      taken += groups.get(++last).rows;
    }
    if (taken == all) {
      throw nothingLeft(
          String.format("the groups that hold %d of its %d rows hold all of them", wanted, all));
    }
    byte[] boundary = groups.get(last).key;
    UDF1<@Nullable String, Boolean> isUpTo =
        value -> value != null && RowCodec.ORDER.compare(key(codec, value), boundary) <= 0;
    return udf(isUpTo, DataTypes.BooleanType).apply(expr(column.sql()));
  }

  private static byte[] key(RowCodec codec, String value) {
    return codec.encode(RowFactory.create(value), 1);
  }

  /** The groups of the rows that can be used, in the order in which they are taken. */
  private List<Group> groups(RowCodec codec) {
    JavaPairRDD<String, Long> counts =
        RowCheck.<String>usableValues(table, schema, columns, column)
            .mapToPair(value -> new Tuple2<>(value, 1L))
            .reduceByKey(Long::sum);
    long found = counts.count();
    if (found > MOST_GROUPS) {
      throw new InputException(
          String.format(
              "Cannot split %s by column \"%s\" (%s): it has %d groups; expected at most %d, which are sorted on the driver; take larger groups, or mark the rows in a column of their own",
              table.source().path(), column.name(), column.key(), found, MOST_GROUPS));
    }
    List<Group> groups = new ArrayList<>();
    for (Tuple2<String, Long> count : counts.collect()) {
      groups.add(new Group(key(codec, count._1), count._1, count._2));
    }
    groups.sort(Comparator.comparing(Group::key, RowCodec.ORDER));
    return groups;
  }

  private Column isLate() {
    JavaRDD<Double> times =
        RowCheck.<Double>usableValues(table, schema, columns, column)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Times all = summed(times);
      double boundary = ofRank(times, all.count - wanted(all.count));
      if (boundary <= all.earliest) {
        throw nothingLeft(
            String.format(
                "the earliest of its %d rows are as late as the first of those to be held out",
                all.count));
      }
      return expr(column.sql()).geq(boundary);
    } finally {
      times.unpersist(false);
    }
  }

  /** How many times there are, and the first. */
  private record Times(long count, double earliest) implements Serializable {
    static Times of(Iterator<Double> times) {
      long count = 0;
      double earliest = Double.POSITIVE_INFINITY;
      while (times.hasNext()) {
        count++;
        earliest = Math.min(earliest, times.next());
      }
      return new Times(count, earliest);
    }

    Times plus(Times other) {
      return new Times(count + other.count, Math.min(earliest, other.earliest));
    }
  }

  private static Times summed(JavaRDD<Double> times) {
    return times
        .mapPartitions(part -> List.of(Times.of(part)).iterator())
        .fold(new Times(0, Double.POSITIVE_INFINITY), Times::plus);
  }

  /** The time of a rank, from 0, in ascending order. */
  private static double ofRank(JavaRDD<Double> times, long rank) {
    RankSelection selection = new RankSelection(rank);
    while (!selection.isFound()) {
      RankSelection empty = selection;
      times
          .mapPartitions(part -> List.of(counted(empty.emptyCopy(), part)).iterator())
          .collect()
          .forEach(selection::merge);
      selection.narrow();
    }
    return selection.value();
  }

  private static RankSelection counted(RankSelection selection, Iterator<Double> times) {
    // One zero: a column of a table may hold both.
    times.forEachRemaining(time -> selection.count(time + 0.0));
    return selection;
  }
}
