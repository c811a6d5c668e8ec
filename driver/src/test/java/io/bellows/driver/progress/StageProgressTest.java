package io.bellows.driver.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class StageProgressTest {
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static final CountDownLatch MAY_END = new CountDownLatch(1);

  /** Of one slot's three tasks the second waits once the first has ended. */
  @Test
  void newest_jobUnderWay_isItsDescriptionAndHowManyTasksHaveEnded() throws Exception {
    SparkSessions.on("local[1]", StageProgressTest::assertProgress);
  }

  private static SparkSession assertProgress(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    assertThat(StageProgress.newest(spark.sc())).isEmpty();
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                ENDED.countDown();
              }
            });
    try (JobDescription description = new JobDescription(spark.sc())) {
      description.set("counting to %d", 3);
      JavaFutureAction<Long> job =
          spark
              .parallelize(List.of(1, 2, 3), 3)
              .filter(
                  number -> {
                    if (number == 2) {
                      MAY_END.await();
                    }
                    return true;
                  })
              .countAsync();
      ENDED.await();
      spark.sc().listenerBus().waitUntilEmpty();

      assertThat(StageProgress.newest(spark.sc()))
          .contains(new StageProgress("counting to 3", 1, 3, 0));
      MAY_END.countDown();
      assertThat(job.get()).isEqualTo(3);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return session;
  }

  @Test
  void sentence_withRows_tellsThem() {
    assertThat(new StageProgress("Packing the rows", 1, 1_024, 3_120_000).sentence())
        .isEqualTo("Packing the rows: 1 of 1,024 tasks, 3,120,000 rows read");
    assertThat(new StageProgress("epoch 1, round 2", 0, 2, 0).sentence())
        .isEqualTo("epoch 1, round 2: 0 of 2 tasks");
  }
}
