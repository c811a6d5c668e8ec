package io.bellows.driver;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageStatus;
import scala.jdk.javaapi.CollectionConverters;

/** What executors hold of data sets, as the block manager knows it at once; listings lag behind. */
public final class StoredStatus {
  private StoredStatus() {}

  /** All blocks of all data sets. */
  public static Map<RDDBlockId, BlockStatus> all() {
    Map<RDDBlockId, BlockStatus> blocks = new TreeMap<>(Comparator.comparing(RDDBlockId::name));
    for (StorageStatus executor : SparkEnv.get().blockManager().master().getStorageStatus()) {
      CollectionConverters.asJava(executor.rddBlocks())
          .forEach((id, status) -> blocks.put((RDDBlockId) id, status));
    }
    return blocks;
  }
}
