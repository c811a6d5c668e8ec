package io.bellows.driver.engine;

import io.bellows.kernels.network.Weights;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Weights on their way to the executors, destroyed when closed. 4 bytes a parameter to each
 * executor.
 *
 * <p>A copy is sent: in local mode tasks see the very object that was broadcast, and a task that
 * lingers must not see the next round's update.
 */
public final class SentWeights implements AutoCloseable {
  private final Broadcast<Weights> broadcast;

  /**
   * Sends weights.
   *
   * @param weights not modified
   */
  public SentWeights(JavaSparkContext spark, Weights weights) {
    broadcast = spark.broadcast(weights.copy());
  }

  /** What a task needs to read them. */
  public Broadcast<Weights> handle() {
    return broadcast;
  }

  @Override
  public void close() {
    broadcast.destroy();
  }
}
