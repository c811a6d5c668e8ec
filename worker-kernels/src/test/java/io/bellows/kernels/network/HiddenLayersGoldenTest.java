package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Tanh;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 200 steps of networks with every kind of layers beside PyTorch in double precision. */
class HiddenLayersGoldenTest {
  /** Enough for 200 steps in float. */
  private static final double TOLERANCE = 3e-6;

  static Stream<Arguments> goldens() {
    return TestKernels.with(
        Stream.of("residual", "layer-norm", "residual-layer-norm", "embedding"));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void train_200Steps_isAsInPyTorch(DenseKernels kernels, String name) {
    JsonNode golden = Golden.read(name + "-200-steps.pytorch-2.13.0.json");
    Network network = network(golden.get("network"));
    TestRows rows = rows(golden.get("rows"));
    TrainingConfig config = config(golden.get("optimizer"));
    TrainingState state = TrainingState.initial(network, config);
    float[] weights = state.weights().values();
    float[] initial = Golden.floats(golden.get("initial"));
    assertThat(initial).hasSameSizeAs(weights);
    System.arraycopy(initial, 0, weights, 0, weights.length);
    RoundUpdate update = new RoundUpdate(config, new BatchPlan(40, 8, 1, LastBatch.KEEP));
    double[] losses = Golden.numbers(golden.get("losses"));
    int batch = golden.get("batchSize").asInt();
    for (int step = 0; step < losses.length; step++) {
      int from = step * batch % rows.count();
      TestRows part = rows.range(from, from + batch);
      MaskKey masks = new MaskKey(0, 0, step);
      GradientSum sum = TestNetworks.gradient(kernels, network, state.weights(), part, masks);
      assertThat(sum.lossSum() / sum.weightSum())
          .as("loss of step %d", step)
          .isCloseTo(losses[step], within(TOLERANCE));
      update.apply(sum, state, 1);
    }
    assertThat(losses).hasSize(200);
    double[] expected = Golden.numbers(golden.get("final"));
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) weights[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static Network network(JsonNode node) {
    HiddenLayers hidden =
        new HiddenLayers(
            Arrays.stream(Golden.numbers(node.get("hidden")))
                .mapToObj(units -> (int) units)
                .toList(),
            new Tanh(),
            node.get("residual").asBoolean(),
            node.get("layerNorm").asBoolean());
    return Network.of(
        new EmbeddingLayer(node.get("inputs").asInt(), tables(node.path("tables"))),
        hidden,
        node.get("outputs").asInt(),
        Dropout.none(hidden.units().size()),
        new SoftmaxCrossEntropy());
  }

  private static List<EmbeddingTable> tables(JsonNode node) {
    List<EmbeddingTable> tables = new ArrayList<>();
    for (JsonNode table : node) {
      tables.add(
          new EmbeddingTable(table.get(0).asInt(), table.get(1).asInt(), table.get(2).asInt()));
    }
    return tables;
  }

  private static TestRows rows(JsonNode node) {
    return new TestRows(
        Golden.rows(node.get("features")),
        Golden.rows(node.get("targets")),
        Golden.floats(node.get("weights")));
  }

  private static TrainingConfig config(JsonNode node) {
    return new TestConfig()
        .optimizer(
            new Adam(
                node.get("beta1").asDouble(),
                node.get("beta2").asDouble(),
                node.get("epsilon").asDouble()))
        .rate(node.get("learningRate").asDouble())
        .maxEpochs(40)
        .build();
  }
}
