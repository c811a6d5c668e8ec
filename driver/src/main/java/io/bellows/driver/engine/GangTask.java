package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.gang.Gang;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Runs in the driver's JVM, once a segment and member: brings the task's shares to the gang and
 * goes with it. Carries a key only.
 */
record GangTask(String key, TaskShares tasks) implements BarrierJob.Task<PackedBlock> {
  @Override
  public void run(TaskContext context, Iterator<PackedBlock> blocks) {
    GangRun run = GangRun.named(key);
    try {
      run(run.gang(), context, blocks);
    } catch (RuntimeException e) {
      // Of a failed barrier stage Spark tells the driver no more than a text.
      run.failed(e);
      throw e;
    } catch (Error e) {
      run.failed(e);
      // Spark may exit a JVM, here the driver's, whose task threw an Error or names one as cause.
      throw new IllegalStateException("a member of the gang failed: " + e);
    }
  }

  private void run(Gang gang, TaskContext context, Iterator<PackedBlock> blocks) {
    int task = context.partitionId();
    ShareStream stream = new ShareStream(blocks);
    for (int share = tasks.first(task); share < tasks.first(task + 1); share++) {
      List<PackedBlock> held = new ArrayList<>();
      stream.share(share).forEachRemaining(held::add);
      gang.bring(Share.of(share, held));
    }
    gang.run(task, context::isInterrupted);
  }
}
