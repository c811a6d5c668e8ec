package io.bellows.kernels.network;

import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.ejml.data.FMatrixRMaj;

/**
 * The same network once more, in double precision and plain loops, for comparison: row by row,
 * nothing shared with main code but the spec and the masks' numbers.
 *
 * <p>Arrays are by layer, then row, then unit: A its input after the mask, Z what the activation
 * gets, dZ, and dA, the derivative by A.
 */
public final class ReferenceNetwork {
  final Network network;
  final TestRows rows;
  final double[][][] factors;
  final double[] parameters;
  final double[][][] A;
  final double[][][] Z;
  final double[][][] dZ;
  final double[][][] dA;

  /** Of normalised layers: x̂ by layer, row, unit, and what a row was divided by. */
  private final double[][][] normalized;

  private final double[][] deviations;

  /**
   * A network at some weights, for some rows.
   *
   * @param factors what the inputs of each layer are multiplied with
   */
  public ReferenceNetwork(
      Network network, float[] weights, TestRows rows, List<FMatrixRMaj> factors) {
    this.network = network;
    this.rows = rows;
    this.parameters = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      parameters[i] = weights[i];
    }
    int layers = network.layers().size();
    this.factors = new double[layers][][];
    A = new double[layers][][];
    Z = new double[layers][][];
    dZ = new double[layers][][];
    dA = new double[layers][][];
    normalized = new double[layers][rows.count()][];
    deviations = new double[layers][rows.count()];
    for (int layer = 0; layer < layers; layer++) {
      DenseLayer spec = network.layers().get(layer);
      this.factors[layer] = doubles(factors.get(layer));
      A[layer] = new double[rows.count()][spec.inputs()];
      dA[layer] = new double[rows.count()][spec.inputs()];
      Z[layer] = new double[rows.count()][spec.outputs()];
      dZ[layer] = new double[rows.count()][spec.outputs()];
    }
  }

  /** With the masks that the network draws for the first rows of share 0. */
  public static ReferenceNetwork withMasks(
      Network network, float[] weights, TestRows rows, MaskKey key) {
    return withMasks(network, weights, rows, key, 0);
  }

  /** With the masks that the network draws for the first rows of a share. */
  public static ReferenceNetwork withMasks(
      Network network, float[] weights, TestRows rows, MaskKey key, int share) {
    return new ReferenceNetwork(
        network, weights, rows, TestMasks.factors(network, key, share, 0, rows.count()));
  }

  /** Σ w·loss; fills A and Z. */
  public double loss() {
    double sum = 0;
    for (int row = 0; row < rows.count(); row++) {
      forward(row);
      sum += rows.weights()[row] * rowLoss(row);
    }
    return sum;
  }

  /** Σ w·gradient in the parameters' layout; fills all arrays. */
  public double[] gradient() {
    double[] gradient = new double[parameters.length];
    for (int row = 0; row < rows.count(); row++) {
      forward(row);
      backward(row, gradient);
    }
    return gradient;
  }

  /** Σ w. */
  public double weightSum() {
    double sum = 0;
    for (float weight : rows.weights()) {
      sum += weight;
    }
    return sum;
  }

  /** The output of the last layer for each row, once {@link #loss} or {@link #gradient} ran. */
  public double[][] outputs() {
    return Z[Z.length - 1];
  }

  /**
   * How near an activation or the loss is to where a small step could change a derivative abruptly.
   */
  public double distanceFromKinks() {
    double smallest = Double.POSITIVE_INFINITY;
    for (int layer = 0; layer < Z.length; layer++) {
      for (double[] row : Z[layer]) {
        for (double z : row) {
          smallest = hasKink(layer) ? Math.min(smallest, Math.abs(z)) : smallest;
        }
      }
    }
    return network.loss() instanceof Huber huber
        ? Math.min(smallest, distanceFromKinks(huber))
        : smallest;
  }

  private double distanceFromKinks(Huber huber) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int row = 0; row < rows.count(); row++) {
      for (int output = 0; output < outputs()[row].length; output++) {
        double error = Math.abs(outputs()[row][output] - rows.targets()[row][output]);
        smallest = Math.min(smallest, Math.abs(error - huber.delta()));
      }
    }
    return smallest;
  }

  private boolean hasKink(int layer) {
    return Set.of("relu", "leaky-relu", "elu").contains(activation(layer));
  }

  boolean isRelu(int layer) {
    return activation(layer).equals("relu");
  }

  boolean isTanh(int layer) {
    return activation(layer).equals("tanh");
  }

  private String activation(int layer) {
    return network.layers().get(layer).activation().name();
  }

  /** Where W of a layer begins: W₁ row-major, b₁, gain₁ and shift₁ if normalised, W₂, b₂, … */
  int weightOffset(int layer) {
    int offset = 0;
    for (DenseLayer before : network.layers().subList(0, layer)) {
      offset += (before.inputs() + (before.isNormalized() ? 3 : 1)) * before.outputs();
    }
    return offset;
  }

  double weight(int layer, int input, int output) {
    return parameters[weightOffset(layer) + input * outputs(layer) + output];
  }

  double bias(int layer, int output) {
    return parameters[biasOffset(layer) + output];
  }

  int biasOffset(int layer) {
    return weightOffset(layer) + inputs(layer) * outputs(layer);
  }

  int inputs(int layer) {
    return network.layers().get(layer).inputs();
  }

  int outputs(int layer) {
    return network.layers().get(layer).outputs();
  }

  private void forward(int row) {
    for (int layer = 0; layer < A.length; layer++) {
      for (int input = 0; input < inputs(layer); input++) {
        double value = layer == 0 ? rows.features()[row][input] : output(layer - 1, row, input);
        A[layer][row][input] = value * factors[layer][row][input];
      }
      for (int output = 0; output < outputs(layer); output++) {
        double z = bias(layer, output);
        for (int input = 0; input < inputs(layer); input++) {
          z += A[layer][row][input] * weight(layer, input, output);
        }
        Z[layer][row][output] = z;
      }
      if (isNormalized(layer)) {
        normalize(layer, row);
      }
    }
  }

  private void normalize(int layer, int row) {
    double[] z = Z[layer][row];
    double mean = Arrays.stream(z).average().orElseThrow();
    double variance = Arrays.stream(z).map(each -> (each - mean) * (each - mean)).sum() / z.length;
    deviations[layer][row] = Math.sqrt(variance + 1e-5);
    normalized[layer][row] =
        Arrays.stream(z).map(each -> (each - mean) / deviations[layer][row]).toArray();
    for (int unit = 0; unit < z.length; unit++) {
      z[unit] = gain(layer, unit) * normalized[layer][row][unit] + shift(layer, unit);
    }
  }

  private double gain(int layer, int unit) {
    return parameters[biasOffset(layer) + outputs(layer) + unit];
  }

  private double shift(int layer, int unit) {
    return parameters[biasOffset(layer) + 2 * outputs(layer) + unit];
  }

  private boolean isNormalized(int layer) {
    return network.layers().get(layer).isNormalized();
  }

  /** H = f(Z), with A where the layer is residual. */
  private double output(int layer, int row, int unit) {
    double activated = activated(layer, Z[layer][row][unit]);
    return isResidual(layer) ? activated + A[layer][row][unit] : activated;
  }

  boolean isResidual(int layer) {
    return network.layers().get(layer).isResidual();
  }

  private double activated(int layer, double z) {
    return switch (activation(layer)) {
      case "relu" -> Math.max(0, z);
      case "tanh" -> Math.tanh(z);
      case "identity" -> z;
      case "leaky-relu" -> z > 0 ? z : 0.01f * z;
      case "elu" -> z > 0 ? z : Math.expm1(z);
      case "gelu" -> z * normal(z);
      case "silu" -> z * logistic(z);
      case "sigmoid" -> logistic(z);
      case "softplus" -> Math.log1p(Math.exp(z));
      default -> throw new IllegalArgumentException("the reference lacks " + activation(layer));
    };
  }

  /** f′(z). */
  double slope(int layer, double z) {
    return switch (activation(layer)) {
      case "relu" -> z > 0 ? 1 : 0;
      case "tanh" -> 1 / (Math.cosh(z) * Math.cosh(z));
      case "identity" -> 1;
      case "leaky-relu" -> z > 0 ? 1 : 0.01f;
      case "elu" -> z > 0 ? 1 : Math.exp(z);
      case "gelu" -> normal(z) + z * density(z);
      case "silu" -> logistic(z) * (1 + z * logistic(-z));
      case "sigmoid" -> logistic(z) * logistic(-z);
      case "softplus" -> logistic(z);
      default -> throw new IllegalArgumentException("the reference lacks " + activation(layer));
    };
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Φ(z) = 1/2 + φ(z)·(z + z³/3 + z⁵/(3·5) + …). */
  private static double normal(double z) {
    double term = z;
    double sum = z;
    for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
      term *= z * z / odd;
      sum += term;
    }
    return 0.5 + density(z) * sum;
  }

  private double rowLoss(int row) {
    double[] outputs = outputs()[row];
    if (isClassification()) {
      double total = Arrays.stream(outputs).map(Math::exp).sum();
      double loss = 0;
      for (int i = 0; i < outputs.length; i++) {
        loss += probability(row, i) * (Math.log(total) - outputs[i]);
      }
      return loss;
    }
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += outputLoss(outputs[i], rows.targets()[row][i]);
    }
    return sum / outputs.length;
  }

  private double outputLoss(double z, double y) {
    double error = Math.abs(z - y);
    return switch (network.loss().name()) {
      case "mean-squared-error" -> error * error;
      case "huber" -> error <= delta() ? error * error / 2 : delta() * (error - delta() / 2);
      case "binary-cross-entropy" -> -y * Math.log(logistic(z)) - (1 - y) * Math.log(logistic(-z));
      default -> throw new IllegalArgumentException("the reference lacks " + network.loss().name());
    };
  }

  private double delta() {
    return ((Huber) network.loss()).delta();
  }

  boolean isClassification() {
    return network.loss() instanceof SoftmaxCrossEntropy;
  }

  /** What a class's probability should be. */
  private double probability(int row, int label) {
    double smoothing = ((SoftmaxCrossEntropy) network.loss()).labelSmoothing();
    return (label == (int) rows.targets()[row][0] ? 1 - smoothing : 0)
        + smoothing / outputs()[row].length;
  }

  private void backward(int row, double[] gradient) {
    int last = A.length - 1;
    for (int output = 0; output < outputs(last); output++) {
      dZ[last][row][output] = rows.weights()[row] * derivativeOfLoss(row, output);
    }
    for (int layer = last; layer >= 0; layer--) {
      if (isNormalized(layer)) {
        denormalize(layer, row, gradient);
      }
      for (int output = 0; output < outputs(layer); output++) {
        double derivative = dZ[layer][row][output];
        gradient[biasOffset(layer) + output] += derivative;
        for (int input = 0; input < inputs(layer); input++) {
          gradient[weightOffset(layer) + input * outputs(layer) + output] +=
              A[layer][row][input] * derivative;
        }
      }
      for (int input = 0; input < inputs(layer); input++) {
        double sum = 0;
        for (int output = 0; output < outputs(layer); output++) {
          sum += dZ[layer][row][output] * weight(layer, input, output);
        }
        dA[layer][row][input] = sum;
        if (isResidual(layer)) {
          dA[layer][row][input] += dA[layer + 1][row][input] * factors[layer + 1][row][input];
        }
        if (layer > 0) {
          dZ[layer - 1][row][input] =
              dA[layer][row][input]
                  * slope(layer - 1, Z[layer - 1][row][input])
                  * factors[layer][row][input];
        }
      }
    }
  }

  /** The whole Jacobian: ∂x̂ᵢ/∂zⱼ = (δᵢⱼ − 1/O − x̂ᵢ·x̂ⱼ/O) / deviation. */
  private void denormalize(int layer, int row, double[] gradient) {
    int units = outputs(layer);
    double[] dY = dZ[layer][row].clone();
    double[] xHat = normalized[layer][row];
    Arrays.fill(dZ[layer][row], 0);
    for (int i = 0; i < units; i++) {
      gradient[biasOffset(layer) + units + i] += dY[i] * xHat[i];
      gradient[biasOffset(layer) + 2 * units + i] += dY[i];
      for (int j = 0; j < units; j++) {
        double jacobian = (i == j ? 1 : 0) - (1 + xHat[i] * xHat[j]) / units;
        dZ[layer][row][j] += dY[i] * gain(layer, i) * jacobian / deviations[layer][row];
      }
    }
  }

  private double derivativeOfLoss(int row, int output) {
    double[] outputs = outputs()[row];
    if (isClassification()) {
      double total = Arrays.stream(outputs).map(Math::exp).sum();
      return Math.exp(outputs[output]) / total - probability(row, output);
    }
    double z = outputs[output];
    double y = rows.targets()[row][output];
    double derivative =
        switch (network.loss().name()) {
          case "mean-squared-error" -> 2 * (z - y);
          case "huber" -> Math.abs(z - y) <= delta() ? z - y : delta() * Math.signum(z - y);
          case "binary-cross-entropy" -> logistic(z) - y;
          default ->
              throw new IllegalArgumentException("the reference lacks " + network.loss().name());
        };
    return derivative / outputs.length;
  }

  private static double[][] doubles(FMatrixRMaj matrix) {
    double[][] doubles = new double[matrix.numRows][matrix.numCols];
    for (int row = 0; row < matrix.numRows; row++) {
      for (int column = 0; column < matrix.numCols; column++) {
        doubles[row][column] = matrix.get(row, column);
      }
    }
    return doubles;
  }
}
