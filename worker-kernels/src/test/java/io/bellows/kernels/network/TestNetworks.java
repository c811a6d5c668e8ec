package io.bellows.kernels.network;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.List;
import java.util.Random;

/** Small networks, and their passes over plain rows. */
public final class TestNetworks {
  private TestNetworks() {}

  public static Network softmax(int inputs, List<Integer> hidden, int classes, Dropout dropout) {
    return Network.of(inputs, hidden, new Relu(), classes, dropout, new SoftmaxCrossEntropy());
  }

  public static Network softmax(int inputs, List<Integer> hidden, int classes) {
    return softmax(inputs, hidden, classes, Dropout.none(hidden.size()));
  }

  public static Network linear(int inputs, int outputs) {
    return Network.of(
        inputs, List.of(), new Relu(), outputs, Dropout.none(0), new MeanSquaredError());
  }

  public static Network of(
      int inputs,
      List<Integer> hidden,
      int outputs,
      double rate,
      Dropout.Scaling scaling,
      Loss loss) {
    return of(inputs, hidden, new Relu(), outputs, rate, scaling, loss);
  }

  public static Network of(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int outputs,
      double rate,
      Dropout.Scaling scaling,
      Loss loss) {
    return of(inputs, HiddenLayers.plain(hidden, activation), outputs, rate, scaling, loss);
  }

  public static Network of(
      int inputs,
      HiddenLayers hidden,
      int outputs,
      double rate,
      Dropout.Scaling scaling,
      Loss loss) {
    Dropout dropout = TestMasks.everywhere(rate, hidden.units().size(), scaling);
    return Network.of(inputs, hidden, outputs, dropout, loss);
  }

  /** He-normal weights, and biases, gains and shifts that are not zero or one. */
  public static Weights weights(Network network, long seed) {
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, seed);
    Random random = new Random(seed);
    ParameterLayout layout = network.layout();
    for (int layer = 0; layer < layout.layers(); layer++) {
      for (int i = layout.biasOffset(layer); i < layout.weightOffset(layer + 1); i++) {
        weights.values()[i] += 0.2f * (float) random.nextGaussian();
      }
    }
    return weights;
  }

  /** A workspace that holds weights and rows. */
  public static Workspace workspace(
      DenseKernels kernels, Network network, Weights weights, TestRows rows) {
    Workspace workspace = new Workspace(network, kernels, rows.count());
    workspace.load(weights);
    rows.fill(workspace.batch());
    return workspace;
  }

  /** The outputs of the last layer without masks, row by row. */
  public static float[] outputs(
      DenseKernels kernels, Network network, Weights weights, TestRows rows) {
    Workspace workspace = workspace(kernels, network, weights, rows);
    return TestMatrices.numbers(new Pass(network, workspace, kernels).outputs());
  }

  /** One forward and backward pass over all rows at once, as the first ones of share 0. */
  public static GradientSum gradient(
      Network network, Weights weights, TestRows rows, MaskKey masks) {
    return gradient(TestKernels.plain(), network, weights, rows, masks);
  }

  /** The same with given kernels. */
  public static GradientSum gradient(
      DenseKernels kernels, Network network, Weights weights, TestRows rows, MaskKey masks) {
    return gradient(kernels, network, weights, rows, masks, 0);
  }

  /** The same with given kernels, as the first rows of a share. */
  public static GradientSum gradient(
      DenseKernels kernels,
      Network network,
      Weights weights,
      TestRows rows,
      MaskKey masks,
      int share) {
    GradientSum sum = new GradientSum(network.layout().size());
    Workspace workspace = workspace(kernels, network, weights, rows);
    rows.fill(workspace.batch(), share, 0);
    new Pass(network, workspace, kernels).addGradient(masks, sum);
    return sum;
  }

  /** A sum with given numbers. */
  public static GradientSum sum(double lossSum, float weightSum, float... gradient) {
    GradientSum sum = new GradientSum(gradient.length);
    sum.vectorSink(0).accept(gradient, 0, 0, gradient.length);
    // A row of weight 1 has all of the loss, another one the rest of the weight.
    sum.rowsAdded(new double[] {lossSum, 0}, new float[] {1, weightSum - 1}, 2);
    return sum;
  }

  /** The mean gradient, as the update forms it. */
  public static float[] mean(GradientSum sum) {
    float[] mean = new float[sum.gradient().length];
    float scale = (float) (1 / sum.weightSum());
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sum.gradient()[i] * scale;
    }
    return mean;
  }
}
