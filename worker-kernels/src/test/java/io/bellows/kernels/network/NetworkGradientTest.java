package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.activation.Tanh;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.Losses;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** First the reference against central differences, then the kernels against the reference. */
class NetworkGradientTest {
  private static final MaskKey MASKS = new MaskKey(3, 1, 4);
  private static final int SHARE = 1;

  record Case(HiddenLayers hidden, Loss loss, double rate, Scaling scaling, int rows) {
    Network network() {
      return TestNetworks.of(5, hidden, 3, rate, scaling, loss);
    }

    TestRows data(long seed) {
      TestRows data =
          switch (loss.name()) {
            case "softmax-cross-entropy" -> TestRows.classes(rows, 5, 3, seed);
            case "binary-cross-entropy" -> TestRows.labels(rows, 5, 3, seed);
            default -> TestRows.regression(rows, 5, 3, seed);
          };
      return data.weighted(seed);
    }

    /** The first of a row of seeds whose network has no unit near a kink. */
    ReferenceNetwork reference() {
      for (long seed = 1; seed < 100; seed++) {
        Weights weights = TestNetworks.weights(network(), seed);
        ReferenceNetwork reference =
            ReferenceNetwork.withMasks(network(), weights.values(), data(seed), MASKS, SHARE);
        reference.loss();
        if (reference.distanceFromKinks() > 1e-3) {
          return reference;
        }
      }
      throw new AssertionError("every seed has a unit near a kink");
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (HiddenLayers hidden : hiddenLayers().toList()) {
      for (Loss loss : List.of(new SoftmaxCrossEntropy(), new MeanSquaredError())) {
        for (int rows : new int[] {1, 9}) {
          cases.add(new Case(hidden, loss, 0, Scaling.INVERTED, rows));
          cases.add(new Case(hidden, loss, 0.3, Scaling.INVERTED, rows));
          cases.add(new Case(hidden, loss, 0.3, Scaling.CLASSIC, rows));
        }
      }
    }
    return cases.stream();
  }

  private static Stream<HiddenLayers> hiddenLayers() {
    return Stream.of(new Relu(), new Tanh())
        .flatMap(
            activation ->
                Stream.concat(
                    Stream.of(List.<Integer>of(), List.of(7), List.of(9, 4), List.of(8, 3, 11))
                        .map(units -> HiddenLayers.plain(units, activation)),
                    // One at the inputs, one behind the other, one with a plain layer between.
                    Stream.of(List.of(5, 5, 7), List.of(7, 7, 7), List.of(4, 4, 6, 6))
                        .map(units -> new HiddenLayers(units, activation, true, false))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reference_everyParameter_matchesCentralDifferences(Case network) {
    assertThat(GradientCheck.worstRelativeError(network.reference())).isLessThan(1e-6);
  }

  /** Every activation there is, in plain and in normalised layers, and every loss. */
  static Stream<Case> registeredCases() {
    List<Case> cases = new ArrayList<>();
    for (String name : Activations.REGISTRY.names()) {
      Activation activation = Activations.REGISTRY.named(name);
      for (HiddenLayers hidden :
          List.of(
              HiddenLayers.plain(List.of(9, 4), activation),
              new HiddenLayers(List.of(7), activation, false, true),
              new HiddenLayers(List.of(9, 4), activation, false, true),
              new HiddenLayers(List.of(5, 5, 8, 8), activation, true, true))) {
        for (int rows : new int[] {1, 9}) {
          cases.add(new Case(hidden, new SoftmaxCrossEntropy(), 0, Scaling.INVERTED, rows));
          cases.add(new Case(hidden, new MeanSquaredError(), 0.3, Scaling.INVERTED, rows));
          cases.add(new Case(hidden, new SoftmaxCrossEntropy(), 0.3, Scaling.CLASSIC, rows));
        }
      }
    }
    for (String name : Losses.REGISTRY.names()) {
      for (List<Integer> units : List.of(List.<Integer>of(), List.of(9, 4))) {
        HiddenLayers hidden = HiddenLayers.plain(units, new Tanh());
        for (int rows : new int[] {1, 9}) {
          cases.add(new Case(hidden, loss(name), 0.3, Scaling.INVERTED, rows));
        }
      }
    }
    return cases.stream();
  }

  private static Loss loss(String name) {
    Losses.Kind kind = Losses.REGISTRY.named(name);
    return kind.maker().apply(kind.parameters().stream().map(parameter -> 0.3).toList());
  }

  @ParameterizedTest
  @MethodSource("registeredCases")
  void reference_anyKind_matchesCentralDifferences(Case network) {
    assertThat(GradientCheck.worstRelativeError(network.reference())).isLessThan(1e-6);
  }

  static Stream<Arguments> kernelsAndRegisteredCases() {
    return TestKernels.with(registeredCases());
  }

  /**
   * Single precision keeps 6·10⁻⁸ of a number. Some dozen roundings of it lie on each way through
   * at most five layers, and a division by a row's deviation makes an error larger by its inverse.
   */
  @ParameterizedTest
  @MethodSource("kernelsAndRegisteredCases")
  void addGradient_anyKind_isThatOfTheReference(DenseKernels kernels, Case network) {
    ReferenceNetwork reference = network.reference();
    double[] expected = reference.gradient();
    GradientSum sum = gradient(kernels, network.network(), reference);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) sum.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(1e-5 * largest));
    }
    assertThat(sum.lossSum()).isCloseTo(reference.loss(), within(1e-5 * (1 + reference.loss())));
  }

  static Stream<Arguments> kernelsAndCases() {
    return TestKernels.with(cases());
  }

  @ParameterizedTest
  @MethodSource("kernelsAndCases")
  void addGradient_everyParameter_isWithinTheFloatBoundOfTheReference(
      DenseKernels kernels, Case network) {
    // Errors add up from layer to layer, and more where a layer passes on what it is given.
    double tightness = network.hidden.isResidual() ? 5e-3 : 1e-3;
    assertWithinBound(kernels, network.network(), network.reference(), tightness);
  }

  /**
   * Sizes beside powers of two, and inner dimensions long enough for errors to add up. The bound is
   * looser: among so many units some are near a kink, where all of a derivative may pass or none.
   */
  @ParameterizedTest
  @MethodSource("oddSizes")
  void addGradient_oddSizes_isWithinTheFloatBoundOfTheReference(
      DenseKernels kernels, int inputs, List<Integer> hidden, int outputs, int rows) {
    for (Scaling scaling : Scaling.values()) {
      Network network =
          TestNetworks.of(inputs, hidden, outputs, 0.4, scaling, new SoftmaxCrossEntropy());
      TestRows data = TestRows.classes(rows, inputs, outputs, 1).weighted(2);
      float[] weights = TestNetworks.weights(network, 5).values();
      assertWithinBound(
          kernels, network, ReferenceNetwork.withMasks(network, weights, data, MASKS, SHARE), 0.2);
    }
  }

  static Stream<Arguments> oddSizes() {
    return TestKernels.with(
        Stream.of(
            Arguments.of(1, List.of(1), 2, 1),
            Arguments.of(1, List.of(), 2, 3),
            Arguments.of(31, List.of(33), 2, 127),
            Arguments.of(127, List.of(63, 17), 9, 65),
            Arguments.of(7, List.of(129, 2, 31), 33, 15)));
  }

  private static void assertWithinBound(
      DenseKernels kernels, Network network, ReferenceNetwork reference, double tightness) {
    GradientSum sum = gradient(kernels, network, reference);
    double[] expected = reference.gradient();
    double[] bound = FloatBound.ofGradient(reference);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) sum.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(bound[i]));
    }
    assertThat(Arrays.stream(bound).max().orElseThrow())
        .as("a bound so loose would show nothing")
        .isLessThan(tightness * Arrays.stream(expected).map(Math::abs).max().orElseThrow());
    assertThat(sum.lossSum()).isCloseTo(reference.loss(), within(1e-4 * (1 + reference.loss())));
    assertThat(sum.weightSum()).isEqualTo(reference.weightSum());
  }

  /** That of the kernels, at the reference's parameters. */
  private static GradientSum gradient(
      DenseKernels kernels, Network network, ReferenceNetwork reference) {
    float[] weights = new float[reference.parameters.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) reference.parameters[i];
    }
    return TestNetworks.gradient(
        kernels, network, new Weights(network.layout(), weights), reference.rows, MASKS, SHARE);
  }
}
