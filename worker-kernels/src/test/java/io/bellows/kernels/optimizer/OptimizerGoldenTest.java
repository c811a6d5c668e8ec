package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.CosineDecay;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.OneCycle;
import io.bellows.kernels.schedule.PolynomialDecay;
import io.bellows.kernels.schedule.StepDecay;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 200 steps of a two-layer network beside PyTorch in double precision. */
class OptimizerGoldenTest {
  /** Enough for 200 steps in float; a wrong ε or a missing bias correction exceeds it. */
  private static final double TOLERANCE = 3e-6;

  static Stream<Arguments> goldens() {
    return TestKernels.with(
        Stream.of(
                "sgd",
                "adam",
                "sgd-max-norm",
                "nesterov",
                "adamw",
                "nadam",
                "lamb",
                "rmsprop",
                "adagrad",
                "adadelta")
            .flatMap(name -> Stream.of(name, name + "-regression")));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void update_200Steps_areThoseOfPyTorch(DenseKernels kernels, String name) {
    JsonNode golden = Golden.read(name + "-200-steps.pytorch-2.13.0.json");
    Network network = network(golden.get("network"));
    TestRows rows = rows(golden.get("rows"));
    TrainingConfig config = config(golden.get("optimizer"));
    TrainingState state = TrainingState.initial(network, config);
    float[] weights = state.weights().values();
    System.arraycopy(floats(parameters(golden.get("initial"))), 0, weights, 0, weights.length);
    RoundUpdate update = new RoundUpdate(config, new BatchPlan(40, 8, 1, LastBatch.KEEP));
    double[] losses = Golden.numbers(golden.get("losses"));
    int batch = golden.get("batchSize").asInt();
    for (int step = 0; step < losses.length; step++) {
      int from = step * batch % rows.count();
      GradientSum sum =
          TestNetworks.gradient(
              kernels,
              network,
              state.weights(),
              rows.range(from, from + batch),
              new MaskKey(0, 0, step));
      assertThat(sum.lossSum() / sum.weightSum())
          .as("loss of step %d", step)
          .isCloseTo(losses[step], within(TOLERANCE));
      update.apply(sum, state, 1);
    }
    assertThat(losses).hasSize(200);
    double[] expected = parameters(golden.get("final"));
    assertThat(expected).hasSameSizeAs(weights);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) weights[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static Network network(JsonNode node) {
    Loss loss =
        node.get("loss").asText().equals("cross-entropy")
            ? new SoftmaxCrossEntropy()
            : new MeanSquaredError();
    return TestNetworks.of(
        node.get("inputs").asInt(),
        List.of(node.get("hidden").asInt()),
        node.get("outputs").asInt(),
        0,
        Scaling.INVERTED,
        loss);
  }

  private static TestRows rows(JsonNode node) {
    return new TestRows(
        Golden.rows(node.get("features")),
        Golden.rows(node.get("targets")),
        Golden.floats(node.get("weights")));
  }

  private static TrainingConfig config(JsonNode node) {
    TestConfig config =
        new TestConfig()
            .optimizer(optimizer(node))
            .schedule(schedule(node))
            .penalties(number(node, "l1"), number(node, "l2"), number(node, "decay"))
            .maxEpochs(40);
    if (node.has("maxNorm")) {
      config.maxNorm(number(node, "maxNorm"));
    }
    if (node.has("clipNorm")) {
      config.clipping(new Clipping(Clipping.By.NORM, number(node, "clipNorm")));
    }
    if (node.has("clipValue")) {
      config.clipping(new Clipping(Clipping.By.VALUE, number(node, "clipValue")));
    }
    return config.build();
  }

  private static LearningRateSchedule schedule(JsonNode node) {
    double rate = number(node, "learningRate");
    if (node.has("finalFraction")) {
      return new ExponentialDecay(rate, number(node, "finalFraction"));
    }
    JsonNode schedule = node.path("schedule");
    double last = number(schedule, "finalFraction");
    LearningRateSchedule after =
        switch (schedule.path("name").asText("constant")) {
          case "step" ->
              new StepDecay(rate, number(schedule, "factor"), schedule.get("every").asLong());
          case "cosine" ->
              new CosineDecay(
                  rate, last, schedule.get("cycles").asInt(), number(schedule, "cycleGrowth"));
          case "exponential" -> new ExponentialDecay(rate, last);
          case "polynomial" -> new PolynomialDecay(rate, last, number(schedule, "power"));
          case "one-cycle" ->
              new OneCycle(
                  rate, number(schedule, "initialFraction"), last, number(schedule, "peakAt"));
          default -> new ConstantRate(rate);
        };
    return schedule.has("warmUp") ? new WarmUp(after, schedule.get("warmUp").asLong()) : after;
  }

  private static double number(JsonNode node, String name) {
    return node.path(name).asDouble();
  }

  private static Optimizer optimizer(JsonNode node) {
    double beta1 = number(node, "beta1");
    double beta2 = number(node, "beta2");
    double rho = number(node, "rho");
    double epsilon = number(node, "epsilon");
    double momentum = number(node, "momentum");
    return switch (node.get("name").asText()) {
      case "adam", "adamw" -> new Adam(beta1, beta2, epsilon);
      case "nadam" -> new Nadam(beta1, beta2, epsilon);
      case "lamb" -> new Lamb(beta1, beta2, epsilon);
      case "rmsprop" -> new RmsProp(rho, epsilon);
      case "adagrad" -> new Adagrad(epsilon);
      case "adadelta" -> new Adadelta(rho, epsilon);
      case "nesterov" -> new Nesterov(momentum);
      default ->
          node.has("momentumWarmUp")
              ? new Sgd(
                  momentum, number(node, "initialMomentum"), node.get("momentumWarmUp").asLong())
              : new Sgd(momentum);
    };
  }

  /** W1, b1, W2, b2 one after the other, which is the layout of a network's parameters. */
  private static double[] parameters(JsonNode node) {
    double[][] parts = new double[4][];
    int length = 0;
    String[] names = {"W1", "b1", "W2", "b2"};
    for (int i = 0; i < 4; i++) {
      parts[i] = Golden.numbers(node.get(names[i]));
      length += parts[i].length;
    }
    double[] all = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
