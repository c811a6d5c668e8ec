package io.bellows.driver.progress;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.StageData;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How far a stage of a Spark job is.
 *
 * @param what the description of the job, else the stage's name
 * @param done tasks that have ended
 * @param tasks all of them
 * @param rows what they have read, as far as executors have told
 */
record StageProgress(String what, int done, int tasks, long rows) {
  /** The newest of those under way. */
  static Optional<StageProgress> newest(SparkContext spark) {
    return CollectionConverters.asJava(spark.statusStore().activeStages()).stream()
        .max(Comparator.comparingInt(StageData::stageId))
        .map(StageProgress::of);
  }

  private static StageProgress of(StageData stage) {
    return new StageProgress(
        stage.description().isEmpty() ? stage.name() : stage.description().get(),
        stage.numCompleteTasks(),
        stage.numTasks(),
        stage.inputRecords() + stage.shuffleReadRecords());
  }

  String sentence() {
    String sentence = String.format(Locale.ROOT, "%s: %,d of %,d tasks", what, done, tasks);
    return rows == 0 ? sentence : String.format(Locale.ROOT, "%s, %,d rows read", sentence, rows);
  }
}
