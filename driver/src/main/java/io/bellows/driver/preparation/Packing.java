package io.bellows.driver.preparation;

import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.ShareOrder;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Brings placed rows to their shares, prepares them, and packs them into blocks. */
public final class Packing {
  private static final String SHARE = "bellows_share";

  private final SparkSession spark;
  private final RowCodec codec;
  private final TableSchema schema;
  private final Preparation preparation;

  public Packing(SparkSession spark, RowCodec codec, TableSchema schema, Preparation preparation) {
    this.spark = spark;
    this.codec = codec;
    this.schema = schema;
    this.preparation = preparation;
  }

  /**
   * The packed blocks of a role's rows: share after share, block after block.
   *
   * @param tasks which shares go to each partition of the result
   */
  public JavaRDD<PackedBlock> pack(PlacedRows placed, Role role, TaskShares tasks) {
    JavaPairRDD<Long, byte[]> ordered = ShareOrder.ordered(placed.ranked(role), tasks);
    RowCodec rowCodec = codec;
    StructType typed = schema.typed();
    int columns = typed.size();
    JavaRDD<Row> rows =
        ordered.map(
            entry -> withShare(rowCodec.decode(entry._2, columns), ShareOrder.share(entry._1)));
    Dataset<Row> prepared =
        preparation
            .encoding()
            .transform(spark.createDataFrame(rows, typed.add(SHARE, DataTypes.IntegerType)))
            .select(FeaturePipeline.FEATURES, SHARE, TableSchema.TARGET, TableSchema.WEIGHT);
    TargetEncoding target = preparation.target();
    int inputs = preparation.inputs();
    return prepared.toJavaRDD().mapPartitions(part -> new BlockIterator(part, target, inputs));
  }

  private static Row withShare(Row row, int share) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = share;
    return RowFactory.create(values);
  }
}
