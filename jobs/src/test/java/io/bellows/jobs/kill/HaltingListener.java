package io.bellows.jobs.kill;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;

/** Ends the driver while a stage runs that a class of Bellows has asked for. */
public final class HaltingListener extends SparkListener {
  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    if (Halt.isAt("stage " + stage.stageInfo().details())) {
      Halt.now();
    }
  }
}
