package io.bellows.kernels.network;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
  private static final MaskKey MASKS = new MaskKey(1, 0, 0);

  @Test
  void new_noLayers_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Network(List.of(), Dropout.none(0), new MeanSquaredError()))
        .withMessage("a network needs at least an output layer");
  }

  @Test
  void new_layersThatDoNotChain_areRefused() {
    List<DenseLayer> layers =
        List.of(new DenseLayer(10, 128, new Relu()), new DenseLayer(64, 3, new Identity()));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Network(layers, Dropout.none(1), new MeanSquaredError()))
        .withMessage(
            "Cannot chain layer 2: expected 128 inputs (outputs of layer 1) but it declares 64");
  }

  @Test
  void new_wrongNumberOfDropoutRates_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> TestNetworks.softmax(4, List.of(5, 6), 3, Dropout.none(3)))
        .withMessage(
            "Cannot use 3 dropout rates for hidden layers: expected one number, or one for each of the 2 hidden layers; set network.dropout.hidden");
  }

  /** Their number does not fit in an int, nor does that of the first layer's weights alone. */
  @ParameterizedTest
  @CsvSource({
    "1, 50000, '2,500,150,000'",
    "65536, 65536, '4,295,032,832'",
    "2147483647, 2147483647, '4,611,686,016,279,904,256'"
  })
  void of_moreParametersThanAnArrayHolds_isRefused(int inputs, int units, String parameters) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> TestNetworks.softmax(inputs, List.of(units, units, units), 3))
        .withMessage(
            "Cannot build a network of %s parameters or more: expected at most 500,000,000; lower network.hidden",
            parameters);
  }

  @Test
  void of_hiddenLayers_endsInALayerWithoutActivation() {
    Network network = TestNetworks.softmax(4, List.of(5, 6), 3);
    assertThat(network.layers())
        .containsExactly(
            new DenseLayer(4, 5, new Relu()),
            new DenseLayer(5, 6, new Relu()),
            new DenseLayer(6, 3, new Identity()));
    assertThat(network.inputs()).isEqualTo(4);
    assertThat(network.outputs()).isEqualTo(3);
    assertThat(network.targets()).isEqualTo(1);
  }

  /** 6·(784·1024 + 1024·1024 + 1024·10) − 2·784·1024, and the same by hand for one layer. */
  @Test
  void flopPerRow_anyLayers_countsThreeProductsButTheFirstLayersLast() {
    assertThat(TestNetworks.softmax(784, List.of(1024, 1024), 10).flopPerRow())
        .isEqualTo(9_564_160);
    assertThat(TestNetworks.softmax(784, List.of(128), 10).flopPerRow())
        .isEqualTo(4 * 784 * 128 + 6 * 128 * 10);
    assertThat(TestNetworks.softmax(5, List.of(), 3).flopPerRow()).isEqualTo(4 * 5 * 3);
  }

  @Test
  void layout_twoLayers_standsOneAfterTheOther() {
    ParameterLayout layout = TestNetworks.softmax(4, List.of(5), 3).layout();
    assertThat(layout.weightOffset(0)).isZero();
    assertThat(layout.biasOffset(0)).isEqualTo(20);
    assertThat(layout.weightOffset(1)).isEqualTo(25);
    assertThat(layout.biasOffset(1)).isEqualTo(40);
    assertThat(layout.size()).isEqualTo(43);
  }

  @Test
  void layout_normalizedLayer_hasGainAndShiftBehindItsBiases() {
    HiddenLayers hidden = new HiddenLayers(List.of(5), new Relu(), false, true);
    Network network = TestNetworks.of(4, hidden, 3, 0, Scaling.INVERTED, new MeanSquaredError());
    ParameterLayout layout = network.layout();
    assertThat(layout.vectors()).containsExactly(3, 1);
    assertThat(layout.vectorOffset(0, DenseLayer.BIAS)).isEqualTo(20);
    assertThat(layout.vectorOffset(0, DenseLayer.GAIN)).isEqualTo(25);
    assertThat(layout.vectorOffset(0, DenseLayer.SHIFT)).isEqualTo(30);
    assertThat(layout.weightOffset(1)).isEqualTo(35);
    assertThat(layout.size()).isEqualTo(35 + 15 + 3);
  }

  static Stream<Arguments> depths() {
    return TestKernels.with(Stream.of(0, 1, 2, 3));
  }

  @ParameterizedTest
  @MethodSource("depths")
  void outputs_anyDepth_areThoseOfTheReference(DenseKernels kernels, int depth) {
    List<Integer> hidden = List.of(8, 3, 11).subList(0, depth);
    Network network = TestNetworks.softmax(5, hidden, 4);
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(9, 5, 4, 1);
    ReferenceNetwork reference = ReferenceNetwork.withMasks(network, weights.values(), rows, MASKS);
    reference.loss();
    float[] outputs = TestNetworks.outputs(kernels, network, weights, rows);
    for (int i = 0; i < outputs.length; i++) {
      assertThat((double) outputs[i]).isCloseTo(reference.outputs()[i / 4][i % 4], within(1e-5));
    }
  }

  /** Inverted dropout leaves prediction alone, bit for bit. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void outputs_invertedDropout_hasNoMask(DenseKernels kernels) {
    Network dropping =
        TestNetworks.of(5, List.of(8, 6), 4, 0.5, Scaling.INVERTED, new SoftmaxCrossEntropy());
    Network plain = TestNetworks.softmax(5, List.of(8, 6), 4);
    Weights weights = TestNetworks.weights(plain, 1);
    TestRows rows = TestRows.classes(9, 5, 4, 1);
    assertThat(TestNetworks.outputs(kernels, dropping, weights, rows))
        .containsExactly(TestNetworks.outputs(kernels, plain, weights, rows));
  }

  static Stream<Arguments> anyHiddenLayers() {
    return TestKernels.with(
        Stream.of(
            HiddenLayers.plain(List.of(8, 6), new Relu()),
            new HiddenLayers(List.of(8, 8), new Relu(), true, false),
            new HiddenLayers(List.of(8, 6), new Relu(), false, true)));
  }

  /** Classic dropout at prediction: every unit present, times 1 − rate, also what is added. */
  @ParameterizedTest
  @MethodSource("anyHiddenLayers")
  void outputs_classicDropout_hasAllUnitsTimesTheRestOfTheRate(
      DenseKernels kernels, HiddenLayers hidden) {
    Network network =
        TestNetworks.of(5, hidden, 4, 0.25, Scaling.CLASSIC, new SoftmaxCrossEntropy());
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(9, 5, 4, 1);
    var present = TestMasks.factors(network, MASKS, 0, 0, 9);
    present.forEach(factors -> factors.fill(0.75f));
    ReferenceNetwork reference = new ReferenceNetwork(network, weights.values(), rows, present);
    reference.loss();
    float[] outputs = TestNetworks.outputs(kernels, network, weights, rows);
    for (int i = 0; i < outputs.length; i++) {
      assertThat((double) outputs[i]).isCloseTo(reference.outputs()[i / 4][i % 4], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void outputs_smallerBatchAfterLarger_areAsFromANewWorkspace(DenseKernels kernels) {
    Network network = TestNetworks.softmax(5, List.of(8), 4);
    Weights weights = TestNetworks.weights(network, 1);
    TestRows many = TestRows.classes(9, 5, 4, 1);
    TestRows few = many.range(3, 5);
    Workspace workspace = TestNetworks.workspace(kernels, network, weights, many);
    Pass pass = new Pass(network, workspace, kernels);
    pass.outputs();
    workspace.reshape(few.count());
    few.fill(workspace.batch());
    assertThat(numbers(pass.outputs()))
        .hasSize(8)
        .containsExactly(TestNetworks.outputs(kernels, network, weights, few));
  }

  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void hiddenOutput_afterOutputs_isTheActivationOfThatLayer(DenseKernels kernels) {
    Network network = TestNetworks.softmax(5, List.of(8, 6), 4);
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(9, 5, 4, 1);
    Workspace workspace = TestNetworks.workspace(kernels, network, weights, rows);
    new Pass(network, workspace, kernels).outputs();
    ReferenceNetwork reference = ReferenceNetwork.withMasks(network, weights.values(), rows, MASKS);
    reference.loss();
    for (int layer = 1; layer <= 2; layer++) {
      float[] hidden = numbers(workspace.hiddenOutput(layer));
      int units = network.layers().get(layer).inputs();
      for (int i = 0; i < hidden.length; i++) {
        assertThat((double) hidden[i])
            .isCloseTo(reference.A[layer][i / units][i % units], within(1e-5));
      }
    }
  }

  /** Rows of a round taken in chunks draw the masks that they would draw together. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void addGradient_inChunks_isTheSumOverAllRows(DenseKernels kernels) {
    Network network =
        TestNetworks.of(5, List.of(8), 3, 0.5, Scaling.INVERTED, new SoftmaxCrossEntropy());
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(20, 5, 3, 1).weighted(1);
    GradientSum whole = TestNetworks.gradient(kernels, network, weights, rows, MASKS);
    GradientSum chunks = new GradientSum(network.layout().size());
    Workspace workspace = new Workspace(network, kernels, 6);
    workspace.load(weights);
    Pass pass = new Pass(network, workspace, kernels);
    for (int from = 0; from < 20; from += 6) {
      TestRows chunk = rows.range(from, Math.min(20, from + 6));
      workspace.reshape(chunk.count());
      chunk.fill(workspace.batch(), 0, from);
      pass.addGradient(MASKS, chunks);
    }
    assertThat(chunks.gradient()).containsExactly(whole.gradient(), within(1e-5f));
    assertThat(chunks.lossSum()).isCloseTo(whole.lossSum(), within(1e-5));
    assertThat(chunks.weightSum()).isCloseTo(whole.weightSum(), within(1e-12));
  }

  static Stream<Arguments> droppedValues() {
    return TestKernels.with(Stream.of(Float.MAX_VALUE, -Float.MAX_VALUE, 1e30f, -5f));
  }

  /** What is dropped in a row may be any finite number: it takes no part. */
  @ParameterizedTest
  @MethodSource("droppedValues")
  void addGradient_droppedInput_takesNoPartWhateverItsValue(DenseKernels kernels, float value) {
    Network network =
        TestNetworks.of(6, List.of(8), 3, 0.5, Scaling.INVERTED, new SoftmaxCrossEntropy());
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(7, 6, 3, 1);
    GradientSum expected = TestNetworks.gradient(kernels, network, weights, rows, MASKS);
    var factors = TestMasks.factors(network, MASKS, 0, 0, 7).get(0);
    int dropped = 0;
    for (int i = 0; i < factors.getNumElements(); i++) {
      if (factors.data[i] == 0) {
        rows.features()[i / 6][i % 6] = value;
        dropped++;
      }
    }
    assertThat(dropped).isPositive();
    GradientSum sum = TestNetworks.gradient(kernels, network, weights, rows, MASKS);
    // Equal numbers: a sum over zeros only may be −0 instead of 0.
    assertThat(sum.gradient())
        .usingElementComparator((a, b) -> a.floatValue() == b.floatValue() ? 0 : 1)
        .containsExactly(expected.gradient());
    assertThat(sum.lossSum()).isEqualTo(expected.lossSum());
  }

  @Test
  void serialized_network_isEqual() {
    Network network =
        TestNetworks.of(6, List.of(8, 7), 3, 0.5, Scaling.CLASSIC, new SoftmaxCrossEntropy());
    assertThat(SerializedCopy.of(network)).isEqualTo(network);
  }
}
