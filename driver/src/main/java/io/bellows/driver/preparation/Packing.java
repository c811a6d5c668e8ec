package io.bellows.driver.preparation;

import static org.apache.spark.sql.functions.col;

import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.ShareOrder;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Prepares placed rows, brings them to their shares, and packs them into blocks.
 *
 * <p>The shuffle comes after the preparation: what a task must know of the data set that rounds run
 * on is then a few hundred bytes instead of a query plan of 150 kB, which every task of every round
 * would have to read.
 */
public final class Packing {
  private static final String RANK = "bellows_rank";

  /** Few enough to be brought to the driver however wide they are. */
  private static final int SOME_ROWS = 64;

  private final SparkSession spark;
  private final RowCodec codec;
  private final TableSchema schema;
  private final Preparation preparation;
  private final TaskShares tasks;
  private final ClassWeights classWeights;

  /**
   * A packing of rows that weigh what they weigh.
   *
   * @param tasks which shares go to each partition of the packed rows
   */
  public Packing(
      SparkSession spark,
      RowCodec codec,
      TableSchema schema,
      Preparation preparation,
      TaskShares tasks) {
    this(spark, codec, schema, preparation, tasks, ClassWeights.NONE);
  }

  private Packing(
      SparkSession spark,
      RowCodec codec,
      TableSchema schema,
      Preparation preparation,
      TaskShares tasks,
      ClassWeights classWeights) {
    this.spark = spark;
    this.codec = codec;
    this.schema = schema;
    this.preparation = preparation;
    this.tasks = tasks;
    this.classWeights = classWeights;
  }

  /** The same with weights multiplied by those of the rows' classes. */
  public Packing weighing(ClassWeights weights) {
    return new Packing(spark, codec, schema, preparation, tasks, weights);
  }

  /** Which shares each partition of packed rows holds. */
  public TaskShares tasks() {
    return tasks;
  }

  /** The packed blocks of a role's rows: share after share, block after block. */
  public JavaRDD<PackedBlock> pack(PlacedRows placed, Role role) {
    JavaPairRDD<Long, PreparedRow> ordered =
        ShareOrder.ordered(prepared(placed.ranked(role)), tasks);
    return ordered.mapPartitions(BlockIterator::new);
  }

  /** Bytes that a packed row takes, by the first training rows, which are any of them. */
  public long bytesPerRow(PlacedRows placed) {
    List<PreparedRow> some = prepared(placed.ranked(Role.TRAINING)).values().take(SOME_ROWS);
    PackedBlock block = BlockIterator.packed(0, 0, some);
    return (block.bytes() + some.size() - 1) / some.size();
  }

  private JavaPairRDD<Long, PreparedRow> prepared(JavaPairRDD<Long, byte[]> ranked) {
    RowCodec rowCodec = codec;
    TargetEncoding target = preparation.target();
    ClassWeights weights = classWeights;
    InputVectors inputs = new InputVectors(schema, preparation.inputs());
    StructType typed = schema.typed();
    int columns = typed.size();
    JavaRDD<Row> rows = ranked.map(entry -> withRank(rowCodec.decode(entry._2, columns), entry._1));
    Dataset<Row> encoded =
        preparation
            .encoding()
            .transform(spark.createDataFrame(rows, typed.add(RANK, DataTypes.LongType)))
            .select(columns(schema));
    return encoded
        .toJavaRDD()
        .mapToPair(
            row ->
                new Tuple2<>(row.getLong(row.size() - 1), prepared(row, inputs, target, weights)));
  }

  /** Inputs, targets, weight, rank. */
  private static Column[] columns(TableSchema schema) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(Preparation.FEATURES));
    for (int i = 0; i < schema.targets().size(); i++) {
      columns.add(col(TableSchema.target(i)));
    }
    columns.add(col(TableSchema.WEIGHT));
    columns.add(col(RANK));
    return columns.toArray(Column[]::new);
  }

  private static PreparedRow prepared(
      Row row, InputVectors inputs, TargetEncoding encoding, ClassWeights weights) {
    float[] targets = new float[encoding.targets()];
    encoding.encode(row, 1, targets);
    float weight = weights.weigh(row.getDouble(row.size() - 2), targets[0]);
    return new PreparedRow(inputs.row(row.getAs(0)), targets, weight);
  }

  private static Row withRank(Row row, long rank) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = rank;
    return RowFactory.create(values);
  }
}
