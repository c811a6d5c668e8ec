package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.SparkSessions;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;

class SentWeightsTest {
  @Test
  void close_afterUse_destroysWhatWasSent() {
    Network network =
        Network.of(2, List.of(), new Relu(), 1, Dropout.none(0), new MeanSquaredError());
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    Broadcast<Weights> handle;
    try (SentWeights sent = new SentWeights(spark(), weights)) {
      handle = sent.handle();
      assertThat(handle.value().values()).isEqualTo(weights.values()).isNotSameAs(weights.values());
    }

    assertThatThrownBy(handle::value).hasMessageContaining("after it was destroyed");
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());
  }
}
