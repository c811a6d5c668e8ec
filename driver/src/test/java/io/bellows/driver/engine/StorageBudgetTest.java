package io.bellows.driver.engine;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class StorageBudgetTest {
  @Test
  void of_localSession_isTheDriversOwnMemoryAndDisk() {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());

    StorageBudget budget = StorageBudget.of(spark);

    assertThat(budget.memory())
        .isPositive()
        .isEqualTo(SparkEnv.get().memoryManager().maxOnHeapStorageMemory());
    assertThat(budget.disk()).isPositive();
  }

  @Test
  void disk_executorsThatDidNotSay_haveWhatTheOthersHaveOnAverage() {
    assertThat(StorageBudget.disk(3, List.of(10L, 30L))).isEqualTo(60);
    assertThat(StorageBudget.disk(2, List.of(10L, 30L))).isEqualTo(40);
    assertThat(StorageBudget.disk(3, List.of())).isZero();
  }

  @Test
  void require_moreThanMemoryAndDisk_isRefused() {
    StorageBudget budget = new StorageBudget(100L << 20, 50L << 20);

    budget.require(150, 1 << 20);
    assertRefused(
        () -> budget.require(151, 1 << 20),
        "Cannot hold 151 packed rows of 1,048,576 bytes: they take 151 MiB, but the executors have"
            + " 100 MiB of memory for data and 50 MiB of disk; give them more memory or disk");
  }
}
