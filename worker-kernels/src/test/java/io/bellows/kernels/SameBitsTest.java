package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.activation.Gelu;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.activation.Tanh;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.elementary.Exponential;
import io.bellows.kernels.elementary.HyperbolicTangent;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PlainKernels;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.optimizer.Adadelta;
import io.bellows.kernels.optimizer.Adagrad;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Lamb;
import io.bellows.kernels.optimizer.LayerwiseStep;
import io.bellows.kernels.optimizer.Nadam;
import io.bellows.kernels.optimizer.Nesterov;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.optimizer.RegularizedStep;
import io.bellows.kernels.optimizer.RmsProp;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.training.FixedTree;
import io.bellows.kernels.training.GradientWorker;
import io.bellows.kernels.training.LocalTrainer;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bits of everything that computes, whatever the width of the vectors, and on every JDK: the
 * build runs these classes with vectors of 512, 256 and 128 bits, and on a newer JDK where it is
 * told of one.
 *
 * <p>The digests below are no golden numbers of others, but those of JDK 17's interpreter, which
 * knows no vectors: with {@code -Xint} this test prints them ({@code -Dbits.print=true}), the
 * training's from {@link PlainKernels}. Here the compiler's code must give the same. Loops are
 * repeated until it has been compiled.
 */
class SameBitsTest {
  /** Enough calls for the compiler that makes vector instructions of loops. */
  private static final int REPETITIONS = 12_000;

  private static final int NUMBERS = 1_003;

  private static final Map<String, String> DIGESTS =
      Map.ofEntries(
          Map.entry("binary-cross-entropy", "84966278d77d086f"),
          Map.entry("ejml adam", "f3ccfb57a8898fc6"),
          Map.entry("ejml layer-norm", "c46bf823d102f22a"),
          Map.entry("ejml momentum", "cf497b586b1ddc24"),
          Map.entry("elu and derivative", "e42c461136d9484f"),
          Map.entry("exp", "98ec2af933e99690"),
          Map.entry("gelu and derivative", "d5062ab024d6137f"),
          Map.entry("huber", "db905d086f067893"),
          Map.entry("identity and derivative", "c9b2745b5dac9f84"),
          Map.entry("leaky-relu and derivative", "b9e957ef98616df5"),
          Map.entry("label smoothing", "01bb7ff215536f02"),
          Map.entry("layerwise step", "eb7c6c7b3bbaddf5"),
          Map.entry("mean-squared-error", "cb945b64beb5382c"),
          Map.entry("optimizer adadelta", "dc23f86104826b19"),
          Map.entry("optimizer adagrad", "954c68bb2203b434"),
          Map.entry("optimizer adam", "148bc4cac50b10f6"),
          Map.entry("optimizer lamb", "00ba9156bacdbcae"),
          Map.entry("optimizer momentum", "6b5d259dca08452a"),
          Map.entry("optimizer nadam", "41fd1ee3b1f6d6ba"),
          Map.entry("optimizer nesterov", "f8755fcd933b577b"),
          Map.entry("optimizer rmsprop", "e7196dc19c358a3b"),
          Map.entry("optimizer sgd", "e96b882f7cb9a3ed"),
          Map.entry("plain adam", "f6f864e2c17d5798"),
          Map.entry("plain layer-norm", "31c06ff696063500"),
          Map.entry("plain momentum", "c23c337195624728"),
          Map.entry("regularized step", "895fdc6e756e2322"),
          Map.entry("relu and derivative", "406930ab9a14e7b2"),
          Map.entry("sigmoid and derivative", "6805393b6c275203"),
          Map.entry("silu and derivative", "201a639f6eabf26c"),
          Map.entry("softmax-cross-entropy", "bce43ee5bf20fcb4"),
          Map.entry("softplus and derivative", "dc11e3d23ed1bfe1"),
          Map.entry("tanh", "0fb3a6078d8ca020"),
          Map.entry("tanh and derivative", "f2bd8950934a4a86"));

  @Test
  void exponential_manyNumbers_hasTheseBits() {
    Digest digest = new Digest();
    for (double x = -750; x < 720; x += 0.0137) {
      digest.add(Exponential.exp(x));
    }
    digest.assertIs("exp");
  }

  @Test
  void hyperbolicTangent_manyNumbers_hasTheseBits() {
    Digest digest = new Digest();
    for (int bits = 0; bits < Float.floatToIntBits(12); bits += 10_007) {
      digest.add(HyperbolicTangent.tanh(Float.intBitsToFloat(bits)));
      digest.add(HyperbolicTangent.tanh(-Float.intBitsToFloat(bits)));
    }
    digest.assertIs("tanh");
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activation_wholeArray_hasTheseBits(String name) {
    Activation activation = Activations.REGISTRY.named(name);
    float[] z = gaussian(NUMBERS, 3);
    float[] a = new float[NUMBERS];
    float[] derivative = new float[NUMBERS];
    repeat(i -> activation.applyWithDerivative(z, a, derivative, i % 17, NUMBERS));
    activation.applyWithDerivative(z, a, derivative, 0, NUMBERS);
    new Digest().add(a).add(derivative).assertIs(name + " and derivative");
  }

  static Set<String> activations() {
    return Activations.REGISTRY.names();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "momentum",
        "nesterov",
        "adam",
        "nadam",
        "lamb",
        "rmsprop",
        "adagrad",
        "adadelta"
      })
  void optimizer_wholeArray_hasTheseBits(String name) {
    Optimizer optimizer =
        switch (name) {
          case "sgd" -> new Sgd(0);
          case "momentum" -> new Sgd(0.9);
          case "nesterov" -> new Nesterov(0.9);
          case "nadam" -> new Nadam(0.9, 0.999, 1e-8);
          case "lamb" -> new Lamb(0.9, 0.999, 1e-6);
          case "rmsprop" -> new RmsProp(0.9, 1e-8);
          case "adagrad" -> new Adagrad(1e-10);
          case "adadelta" -> new Adadelta(0.9, 1e-6);
          default -> new Adam(0.9, 0.999, 1e-8);
        };
    float[] sums = gaussian(NUMBERS, 1);
    float[] weights = new float[NUMBERS];
    float[][] slots = new float[optimizer.slots()][NUMBERS];
    repeat(i -> optimizer.step(1, 0.01, 0.1f).apply(weights, slots, sums, i % 17, NUMBERS));
    System.arraycopy(gaussian(NUMBERS, 2), 0, weights, 0, NUMBERS);
    for (float[] slot : slots) {
      Arrays.fill(slot, 0);
    }
    for (int number = 1; number <= 10; number++) {
      optimizer.step(number, 0.01, 1f / number).apply(weights, slots, sums, 0, NUMBERS);
    }
    Digest digest = new Digest().add(weights);
    for (float[] slot : slots) {
      digest.add(slot);
    }
    digest.assertIs("optimizer " + name);
  }

  @Test
  void layerwiseStep_wholeArray_hasTheseBits() {
    LayerwiseStep step =
        new LayerwiseStep(
            new Lamb(0.9, 0.999, 1e-6),
            new Clipping(Clipping.By.VALUE, 0.2),
            new Penalties(0.01, 0.02, 0.003));
    float[] weights = gaussian(NUMBERS, 2);
    float[] numbers = gaussian(NUMBERS, 1);
    float[][] slots = new float[2][NUMBERS];
    step.begin(3, 0.1f, 0.01);
    repeat(
        i -> {
          step.direct(weights, slots, numbers, i % 17, NUMBERS);
          LayerwiseStep.move(weights, numbers, i % 17, NUMBERS, 1e-6f);
        });
    System.arraycopy(gaussian(NUMBERS, 1), 0, numbers, 0, NUMBERS);
    System.arraycopy(gaussian(NUMBERS, 2), 0, weights, 0, NUMBERS);
    for (float[] slot : slots) {
      Arrays.fill(slot, 0);
    }
    step.direct(weights, slots, numbers, 0, NUMBERS);
    LayerwiseStep.move(weights, numbers, 0, NUMBERS, step.length(2, 3));
    new Digest().add(numbers).add(slots[0]).add(slots[1]).add(weights).assertIs("layerwise step");
  }

  @Test
  void regularizedStep_wholeArray_hasTheseBits() {
    RegularizedStep step =
        new RegularizedStep(new Clipping(Clipping.By.VALUE, 0.2), new Penalties(0.01, 0.02, 0.003));
    float[] sums = gaussian(NUMBERS, 1);
    float[] weights = gaussian(NUMBERS, 2);
    step.begin(new Sgd(0).step(1, 0.01, 1), false, 0.1f, 0.01);
    repeat(i -> step.apply(weights, new float[0][], sums, i % 17, NUMBERS));
    System.arraycopy(gaussian(NUMBERS, 2), 0, weights, 0, NUMBERS);
    step.apply(weights, new float[0][], sums, 0, NUMBERS);
    new Digest().add(weights).assertIs("regularized step");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softmax-cross-entropy",
        "label smoothing",
        "mean-squared-error",
        "huber",
        "binary-cross-entropy"
      })
  void loss_manyRows_hasTheseBits(String name) {
    Loss loss =
        switch (name) {
          case "softmax-cross-entropy" -> new SoftmaxCrossEntropy();
          case "label smoothing" -> new SoftmaxCrossEntropy(0.1);
          case "huber" -> new Huber(0.7);
          case "binary-cross-entropy" -> new BinaryCrossEntropy();
          default -> new MeanSquaredError();
        };
    int rows = 37;
    int columns = 19;
    FMatrixRMaj outputs = FMatrixRMaj.wrap(rows, columns, gaussian(rows * columns, 4));
    FMatrixRMaj targets = targets(loss, rows, columns);
    float[] weights = gaussian(rows, 6);
    double[] losses = new double[rows];
    FMatrixRMaj dOutputs = new FMatrixRMaj(rows, columns);
    repeat(
        i -> loss.lossesAndGradient(outputs, targets, weights, i % rows, rows, losses, dOutputs));
    loss.lossesAndGradient(outputs, targets, weights, 0, rows, losses, dOutputs);
    Digest digest = new Digest().add(dOutputs.data);
    for (double each : losses) {
      digest.add(each);
    }
    digest.assertIs(name);
  }

  /** Class numbers, numbers, or labels. */
  private static FMatrixRMaj targets(Loss loss, int rows, int columns) {
    FMatrixRMaj targets = new FMatrixRMaj(rows, loss.targets(columns));
    float[] numbers = gaussian(targets.getNumElements(), 5);
    for (int i = 0; i < numbers.length; i++) {
      targets.data[i] =
          loss instanceof SoftmaxCrossEntropy
              ? i % columns
              : loss instanceof BinaryCrossEntropy
                  ? Math.max(0, Math.signum(numbers[i]))
                  : numbers[i];
    }
    return targets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adam", "layer-norm"})
  void train_ejml_hasTheseBits(String optimizer) {
    train(Kernels.EJML, "ejml", optimizer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adam", "layer-norm"})
  @EnabledIf("canRunVector")
  void train_vector_hasTheBitsOfPlainLoops(String optimizer) {
    train(Kernels.VECTOR, "plain", optimizer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adam", "layer-norm"})
  void train_plainLoops_hasTheseBits(String name) {
    Training training = new Training(name);
    TrainingConfig config = training.config;
    TrainingState state = TrainingState.initial(training.network, config);
    BatchPlan plan = config.batching().plan(Training.ROWS);
    GradientWorker worker =
        new GradientWorker(training.network, plan, config.seed(), new PlainKernels());
    RoundUpdate update = new RoundUpdate(config, plan);
    for (int epoch = 0; epoch < Training.EPOCHS; epoch++) {
      for (int round = 0; round < plan.rounds(); round++) {
        worker.load(state.weights());
        FixedTree<GradientSum> tree = new FixedTree<>(GradientSum::plus);
        for (Share share : training.shares) {
          int[] rows = worker.rows(share.number(), epoch, round);
          tree.add(share.number(), worker.sum(share, rows, epoch, round));
        }
        update.apply(Objects.requireNonNull(tree.total()), state, 1);
      }
    }
    new Digest().add(state.weights().values()).assertIs("plain " + name);
  }

  static boolean canRunVector() {
    return Kernels.VECTOR.refusal().isEmpty();
  }

  private static void train(Kernels kernels, String bitsOf, String optimizer) {
    Training training = new Training(optimizer);
    float[] weights =
        new LocalTrainer(
                training.network,
                training.config,
                training.shares,
                List.of(),
                new ClassificationSum(Training.CLASSES),
                kernels)
            .train(state -> {})
            .weights()
            .values();
    new Digest().add(weights).assertIs(bitsOf + " " + optimizer);
  }

  /** A small run with everything: dropout, weights of rows, odd sizes, a last batch cut short. */
  private static final class Training {
    static final int ROWS = 517;
    static final int INPUTS = 37;
    static final int CLASSES = 5;
    static final int EPOCHS = 3;

    final Network network;
    final TrainingConfig config;
    final List<Share> shares;

    Training(String optimizer) {
      boolean isAdam = optimizer.equals("adam");
      network =
          TestNetworks.of(
              INPUTS,
              optimizer.equals("layer-norm")
                  ? new HiddenLayers(List.of(70, 33, 33), new Gelu(), true, true)
                  : HiddenLayers.plain(List.of(70, 33), isAdam ? new Tanh() : new Relu()),
              CLASSES,
              0.3,
              Scaling.INVERTED,
              new SoftmaxCrossEntropy());
      config =
          new TestConfig()
              .shares(3)
              .batch(32)
              .maxEpochs(EPOCHS)
              .optimizer(isAdam ? new Adam(0.9, 0.999, 1e-8) : new Sgd(0.9))
              .rate(0.01)
              .build();
      shares = TestRows.classes(ROWS, INPUTS, CLASSES, 1).weighted(2).shares(3);
    }
  }

  private static void repeat(Consumer<Integer> work) {
    for (int i = 0; i < REPETITIONS; i++) {
      work.accept(i);
    }
  }

  private static float[] gaussian(int count, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (2 * random.nextGaussian());
    }
    return numbers;
  }

  private static final class Digest {
    private final MessageDigest digest;

    Digest() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    void add(double number) {
      digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
    }

    Digest add(float[] numbers) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
      bytes.asFloatBuffer().put(numbers);
      digest.update(bytes.array());
      return this;
    }

    void assertIs(String name) {
      String bits = HexFormat.of().formatHex(digest.digest(), 0, 8);
      if (Boolean.getBoolean("bits.print")) {
        System.out.printf("          Map.entry(\"%s\", \"%s\"),%n", name, bits);
      } else {
        assertThat(bits).as(name).isEqualTo(DIGESTS.get(name));
      }
    }
  }
}
