package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.InputRow;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network with an embedding beside the reference of one that has a dense layer without activation
 * in its place, whose weights are the tables, a 1 for each input that goes on, and zeros.
 */
class EmbeddingTest {
  private static final MaskKey MASKS = new MaskKey(3, 1, 4);
  private static final int ROWS = 23;

  /** Inputs 1 to 4 and 7 to 26 are categories; 0, 5, 6, 27 go on. */
  private static final EmbeddingLayer EMBEDDING =
      new EmbeddingLayer(28, List.of(new EmbeddingTable(1, 4, 2), new EmbeddingTable(7, 20, 18)));

  private static final int[] PASSED = {0, 5, 6, 27};

  record Case(HiddenLayers hidden, double rate, Scaling scaling) {
    Network network() {
      List<Double> hiddenRates = Collections.nCopies(hidden.units().size(), 0.0);
      Dropout dropout = new Dropout(rate, hiddenRates, scaling);
      return Network.of(EMBEDDING, hidden, 3, dropout, new SoftmaxCrossEntropy());
    }

    /** The network with a dense layer for the embedding. */
    Network dense() {
      List<DenseLayer> layers = new ArrayList<>();
      layers.add(new DenseLayer(EMBEDDING.inputs(), EMBEDDING.outputs(), new Identity()));
      layers.addAll(network().layers());
      List<Double> hiddenRates = Collections.nCopies(layers.size() - 1, 0.0);
      Dropout dropout = new Dropout(rate, hiddenRates, scaling);
      return new Network(layers, dropout, new SoftmaxCrossEntropy());
    }
  }

  static Stream<Arguments> cases() {
    List<Case> cases = new ArrayList<>();
    for (HiddenLayers hidden :
        List.of(
            HiddenLayers.plain(List.of(), new Relu()),
            HiddenLayers.plain(List.of(9, 5), new Relu()),
            new HiddenLayers(List.of(24, 24), new Relu(), true, true))) {
      cases.add(new Case(hidden, 0, Scaling.INVERTED));
      cases.add(new Case(hidden, 0.3, Scaling.INVERTED));
      cases.add(new Case(hidden, 0.3, Scaling.CLASSIC));
    }
    return TestKernels.with(cases.stream());
  }

  private static TestRows rows() {
    return TestRows.classes(ROWS, EMBEDDING.inputs(), 3, 1)
        .weighted(2)
        .withCategories(EMBEDDING, 3);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void addGradient_embedded_isThatOfADenseLayerInItsPlace(DenseKernels kernels, Case one) {
    Network network = one.network();
    Weights weights = TestNetworks.weights(network, 5);
    ReferenceNetwork reference =
        ReferenceNetwork.withMasks(one.dense(), denseWeights(one, weights), rows(), MASKS);
    double[] expected = embedded(one, reference.gradient());
    GradientSum sum = TestNetworks.gradient(kernels, network, weights, rows(), MASKS);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) sum.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(2e-6 * largest));
    }
    assertThat(sum.lossSum()).isCloseTo(reference.loss(), within(1e-5 * reference.loss()));
  }

  /** At prediction all categories are present, with classic scaling times 1 − rate. */
  @ParameterizedTest
  @MethodSource("cases")
  void outputs_embedded_areThoseOfADenseLayerInItsPlace(DenseKernels kernels, Case one) {
    Weights weights = TestNetworks.weights(one.network(), 5);
    var present = TestMasks.factors(one.dense(), MASKS, 0, 0, ROWS);
    present.get(0).fill(one.scaling == Scaling.CLASSIC ? (float) (1 - one.rate) : 1);
    ReferenceNetwork reference =
        new ReferenceNetwork(one.dense(), denseWeights(one, weights), rows(), present);
    reference.loss();
    float[] outputs = TestNetworks.outputs(kernels, one.network(), weights, rows());
    for (int i = 0; i < outputs.length; i++) {
      assertThat((double) outputs[i]).isCloseTo(reference.outputs()[i / 3][i % 3], within(2e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void addGradient_sparseRows_hasTheBitsOfDenseOnes(DenseKernels kernels, Case one) {
    Network network = one.network();
    Weights weights = TestNetworks.weights(network, 5);
    GradientSum expected = TestNetworks.gradient(kernels, network, weights, rows(), MASKS);
    Workspace workspace = TestNetworks.workspace(kernels, network, weights, rows());
    workspace.batch().input().hold(true);
    for (int row = 0; row < ROWS; row++) {
      InputRow.dense(rows().features()[row]).copyTo(workspace.batch().input(), row);
    }
    GradientSum sum = new GradientSum(network.layout().size());
    new Pass(network, workspace, kernels).addGradient(MASKS, sum);
    assertThat(workspace.batch().input().isSparse()).isTrue();
    assertThat(sum.gradient()).containsExactly(expected.gradient());
    assertThat(sum.lossSum()).isEqualTo(expected.lossSum());
  }

  /** The dense layer's W and b, then all that stands behind it. */
  private static float[] denseWeights(Case one, Weights weights) {
    ParameterLayout layout = one.network().layout();
    ParameterLayout dense = one.dense().layout();
    float[] values = new float[dense.size()];
    for (int i = 0; i < PASSED.length; i++) {
      values[PASSED[i] * EMBEDDING.outputs() + i] = 1;
    }
    forEachOfTables(
        layout,
        (at, input, output) -> values[input * EMBEDDING.outputs() + output] = weights.values()[at]);
    int rest = dense.weightOffset(1);
    System.arraycopy(weights.values(), 0, values, rest, values.length - rest);
    return values;
  }

  /** Of the dense network's gradient what belongs to parameters of the embedded one. */
  private static double[] embedded(Case one, double[] gradient) {
    ParameterLayout layout = one.network().layout();
    int rest = one.dense().layout().weightOffset(1);
    double[] own = new double[layout.size()];
    System.arraycopy(gradient, rest, own, 0, gradient.length - rest);
    forEachOfTables(
        layout, (at, input, output) -> own[at] = gradient[input * EMBEDDING.outputs() + output]);
    return own;
  }

  private interface OfTable {
    void at(int parameter, int input, int output);
  }

  private static void forEachOfTables(ParameterLayout layout, OfTable visitor) {
    int layer = layout.layers() - EMBEDDING.tables().size();
    int output = PASSED.length;
    for (EmbeddingTable table : EMBEDDING.tables()) {
      for (int i = 0; i < layout.weightCount(layer); i++) {
        visitor.at(
            layout.weightOffset(layer) + i,
            table.from() + i / table.dimension(),
            output + i % table.dimension());
      }
      output += table.dimension();
      layer++;
    }
  }

  @Test
  void layout_tables_standBehindTheLastLayer() {
    ParameterLayout layout =
        new Case(HiddenLayers.plain(List.of(9), new Relu()), 0, Scaling.INVERTED)
            .network()
            .layout();
    assertThat(layout.inputs()).containsExactly(24, 9, 4, 20);
    assertThat(layout.outputs()).containsExactly(9, 3, 2, 18);
    assertThat(layout.vectors()).containsExactly(1, 1, 0, 0);
    assertThat(layout.weightOffset(2)).isEqualTo(24 * 9 + 9 + 9 * 3 + 3);
    assertThat(layout.size()).isEqualTo(layout.weightOffset(2) + 4 * 2 + 20 * 18);
    assertThat(layout.isTable(1)).isFalse();
    assertThat(layout.isTable(2)).isTrue();
  }

  /** Variance of a uniform number within ±1/√dimension: a third of 1/dimension. */
  @Test
  void initial_tables_areUniformWithinTheBoundOfTheirDimension() {
    EmbeddingLayer wide = new EmbeddingLayer(5_000, List.of(new EmbeddingTable(0, 5_000, 4)));
    Network network =
        Network.of(
            wide,
            HiddenLayers.plain(List.of(), new Relu()),
            1,
            Dropout.none(0),
            new MeanSquaredError());
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    int from = network.layout().weightOffset(1);
    double squares = 0;
    double sum = 0;
    for (int i = from; i < weights.values().length; i++) {
      assertThat(Math.abs(weights.values()[i])).isLessThanOrEqualTo(0.5f);
      sum += weights.values()[i];
      squares += weights.values()[i] * weights.values()[i];
    }
    assertThat(squares / 20_000).isCloseTo(0.25 / 3, within(0.002));
    assertThat(sum / 20_000).isCloseTo(0, within(0.01));
  }

  @Test
  void flopPerRow_embedded_hasTheWayBackToTheTables() {
    Network network =
        new Case(HiddenLayers.plain(List.of(9), new Relu()), 0, Scaling.INVERTED).network();
    assertThat(network.flopPerRow()).isEqualTo(4 * 24 * 9 + 2 * 20 * 9 + 6 * 9 * 3);
    assertThat(network.inputs()).isEqualTo(28);
  }

  @Test
  void new_tablesThatOverlap_areRefused() {
    List<EmbeddingTable> tables = List.of(new EmbeddingTable(0, 4, 2), new EmbeddingTable(3, 4, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbeddingLayer(10, tables))
        .withMessage("a table of the inputs from 3 to 7 does not fit behind input 4 of 10");
  }

  @Test
  void new_tableThatEndsBehindTheInputs_isRefused() {
    List<EmbeddingTable> tables = List.of(new EmbeddingTable(8, 4, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbeddingLayer(10, tables))
        .withMessage("a table of the inputs from 8 to 12 does not fit behind input 0 of 10");
  }

  @Test
  void new_moreOutputsThanAnArrayHolds_isRefused() {
    List<EmbeddingTable> tables =
        List.of(
            new EmbeddingTable(0, 2, Integer.MAX_VALUE),
            new EmbeddingTable(2, 2, Integer.MAX_VALUE));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new EmbeddingLayer(4, tables))
        .withMessage(
            "Cannot embed into 4,294,967,294 numbers a row: expected at most 1,000,000; lower network.embedding.dimension");
  }

  @Test
  void new_firstLayerOfOtherInputs_isRefused() {
    List<DenseLayer> layers = List.of(new DenseLayer(28, 3, new Identity()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Network(EMBEDDING, layers, Dropout.none(0), new SoftmaxCrossEntropy()))
        .withMessage("an embedding of 24 outputs needs a first layer of as many inputs, not 28");
  }

  @Test
  void of_moreNumbersThanAnArrayHolds_isRefused() {
    EmbeddingLayer huge = new EmbeddingLayer(1 << 20, List.of(new EmbeddingTable(0, 1 << 20, 600)));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                Network.of(
                    huge,
                    HiddenLayers.plain(List.of(), new Relu()),
                    1,
                    Dropout.none(0),
                    new MeanSquaredError()))
        .withMessage(
            "Cannot build a network of 629,145,600 parameters or more: expected at most 500,000,000; lower network.embedding.dimension");
  }
}
