package io.bellows.driver.training;

import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/** A data source without files: the numbers from 0 to {@code rows}, and whether each is odd. */
public final class CountingSource implements RelationProvider {
  @Override
  public BaseRelation createRelation(SQLContext context, Map<String, String> parameters) {
    return new Numbers(context, Long.parseLong(parameters.apply("rows")));
  }

  private static final class Numbers extends BaseRelation implements TableScan {
    private final SQLContext context;
    private final long rows;

    Numbers(SQLContext context, long rows) {
      this.context = context;
      this.rows = rows;
    }

    @Override
    public SQLContext sqlContext() {
      return context;
    }

    @Override
    public StructType schema() {
      return new StructType().add("x", DataTypes.LongType).add("label", DataTypes.LongType);
    }

    @Override
    public RDD<Row> buildScan() {
      return JavaSparkContext.fromSparkContext(context.sparkContext())
          .parallelize(
              LongStream.range(0, rows).mapToObj(x -> RowFactory.create(x, x % 2)).toList(), 2)
          .rdd();
    }
  }
}
