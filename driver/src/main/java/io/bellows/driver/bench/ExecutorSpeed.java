package io.bellows.driver.bench;

import io.bellows.kernels.speed.ProductSpeed;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor's JVM can do, a core, with all its cores at work.
 *
 * @param cores how many tasks it takes at once
 * @param java the version
 * @param kernels the kernels that the ladder took there, by the name of their setting
 * @param reason why
 * @param peak what a core can do at most, in GFLOPS; NaN where it cannot be measured
 * @param products the layers' products; empty where the kernels cannot run
 */
public record ExecutorSpeed(
    String executor,
    String host,
    int cores,
    String java,
    String kernels,
    String reason,
    double peak,
    List<ProductSpeed> products)
    implements Serializable {
  public ExecutorSpeed {
    // A list that can be sent.
    products = List.copyOf(products);
  }
}
