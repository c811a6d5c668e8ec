package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Stores the packed rows of each partition block by block where it is computed; its one element
 * says what was stored. Persisted, it leads tasks to the executor that has their rows, and a
 * partition that is lost with its executor is packed anew.
 */
final class StoringRdd extends RDD<StoredShares> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<StoredShares> ELEMENTS = ClassTag.apply(StoredShares.class);

  private final BlockStore store;

  StoringRdd(RDD<PackedBlock> packed, int shares) {
    super(packed, ELEMENTS);
    this.store = new BlockStore(id(), packed.getNumPartitions(), shares);
    setName("packed rows");
  }

  /** What Spark says of it is Spark's to say, under its own name. */
  @Override
  public String logName() {
    return RDD.class.getName();
  }

  BlockStore store() {
    return store;
  }

  @Override
  public Iterator<StoredShares> compute(Partition split, TaskContext context) {
    Iterator<PackedBlock> packed =
        this.<PackedBlock>firstParent(ClassTag.apply(PackedBlock.class)).iterator(split, context);
    StoredShares stored = StoredShares.of(CollectionConverters.asJava(packed), store);
    return CollectionConverters.asScala(List.of(stored).iterator());
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(ClassTag.Any()).partitions();
  }
}
