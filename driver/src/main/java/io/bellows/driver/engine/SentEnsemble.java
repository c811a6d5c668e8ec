package io.bellows.driver.engine;

import io.bellows.kernels.network.Weights;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The weights of an ensemble's networks on their way to the executors, destroyed when closed. */
public final class SentEnsemble implements AutoCloseable {
  private final List<SentWeights> members;

  /**
   * Sends weights.
   *
   * @param members not modified
   */
  public SentEnsemble(JavaSparkContext spark, List<Weights> members) {
    this.members = members.stream().map(weights -> new SentWeights(spark, weights)).toList();
  }

  /** What a task needs to read them. */
  public List<Broadcast<Weights>> handles() {
    return List.copyOf(members.stream().map(SentWeights::handle).toList());
  }

  /** The weights, in a task. */
  public static List<Weights> of(List<Broadcast<Weights>> handles) {
    return handles.stream().map(Broadcast::value).toList();
  }

  @Override
  public void close() {
    members.forEach(SentWeights::close);
  }
}
