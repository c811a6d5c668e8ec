package io.bellows.kernels.network;

import io.bellows.kernels.TestRows;

/**
 * How far a gradient in single precision may be from the reference's. For a product of inner
 * dimension k: |Δ| ≤ 2kε Σ|a||b|, plus what the operands' own errors contribute, Σ(Δa·|b| + |a|·Δb
 * + Δa·Δb). ε = 2⁻²⁴ is the unit roundoff.
 *
 * <p>Errors stand in arrays by row, then unit, beside the reference's values.
 */
final class FloatBound {
  private static final double EPSILON = 0x1p-24;

  private final ReferenceNetwork reference;
  private final int rows;

  private FloatBound(ReferenceNetwork reference) {
    this.reference = reference;
    this.rows = reference.rows.count();
  }

  /** The bound of every parameter's derivative, after {@link ReferenceNetwork#gradient}. */
  static double[] ofGradient(ReferenceNetwork reference) {
    return new FloatBound(reference).ofGradient();
  }

  private double[] ofGradient() {
    int layers = reference.A.length;
    double[][][] errorA = new double[layers][][];
    double[][][] errorZ = new double[layers][][];
    for (int layer = 0; layer < layers; layer++) {
      errorA[layer] =
          layer == 0 ? ofInputs() : ofMasked(layer, errorZ[layer - 1], errorA[layer - 1]);
      errorZ[layer] = ofZ(layer, errorA[layer]);
    }
    double[] bound = new double[reference.parameters.length];
    double[][] errorDz = ofLoss(errorZ[layers - 1]);
    double[][] errorDa = {};
    for (int layer = layers - 1; layer >= 0; layer--) {
      addWeightsAndBiases(layer, errorA[layer], errorDz, bound);
      if (layer > 0) {
        errorDa = ofDa(layer, errorDz, errorDa);
        errorDz = ofDzBefore(layer, errorDa, errorZ[layer - 1]);
      }
    }
    return bound;
  }

  /** The features are exact, but for the multiplication with the mask's factor. */
  private double[][] ofInputs() {
    double[][] error = new double[rows][reference.inputs(0)];
    for (int row = 0; row < rows; row++) {
      for (int input = 0; input < error[row].length; input++) {
        error[row][input] = EPSILON * Math.abs(reference.A[0][row][input]);
      }
    }
    return error;
  }

  /**
   * An activation's slope is at most 1, so the error of Z passes, times the mask's factor; that of
   * tanh itself is two units in the last place. A residual layer adds its input, with its error:
   * what it adds to and what comes out may be smaller.
   */
  private double[][] ofMasked(int layer, double[][] errorZ, double[][] errorABefore) {
    double own = (reference.isTanh(layer - 1) ? 6 : 2) * EPSILON;
    boolean isResidual = reference.isResidual(layer - 1);
    double[][] error = new double[rows][reference.inputs(layer)];
    for (int row = 0; row < rows; row++) {
      for (int input = 0; input < error[row].length; input++) {
        error[row][input] =
            errorZ[row][input] * reference.factors[layer][row][input]
                + own * Math.abs(reference.A[layer][row][input]);
        if (isResidual) {
          double added = Math.abs(reference.A[layer - 1][row][input]);
          error[row][input] +=
              reference.factors[layer][row][input] * (errorABefore[row][input] + 2 * own * added);
        }
      }
    }
    return error;
  }

  private double[][] ofZ(int layer, double[][] errorA) {
    int k = reference.inputs(layer);
    double[][] error = new double[rows][reference.outputs(layer)];
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < error[row].length; output++) {
        double magnitude = Math.abs(reference.bias(layer, output));
        double passed = 0;
        for (int input = 0; input < k; input++) {
          double weight = Math.abs(reference.weight(layer, input, output));
          magnitude += Math.abs(reference.A[layer][row][input]) * weight;
          passed += errorA[row][input] * weight;
        }
        error[row][output] = 2 * k * EPSILON * magnitude + passed;
      }
    }
    return error;
  }

  /** Softmax: a change of all outputs by at most δ changes p by a factor of at most e^2δ. */
  private double[][] ofLoss(double[][] errorZ) {
    TestRows data = reference.rows;
    int last = reference.A.length - 1;
    double[][] error = new double[rows][reference.outputs(last)];
    for (int row = 0; row < rows; row++) {
      double largest = 0;
      for (double each : errorZ[row]) {
        largest = Math.max(largest, each);
      }
      for (int output = 0; output < error[row].length; output++) {
        double derivative = reference.dZ[last][row][output];
        double passed;
        if (reference.isClassification()) {
          double target = output == (int) data.targets()[row][0] ? 1 : 0;
          double p = derivative / data.weights()[row] + target;
          passed = data.weights()[row] * p * Math.expm1(2 * largest);
        } else {
          passed = 2 * data.weights()[row] * errorZ[row][output] / error[row].length;
        }
        error[row][output] = passed + 2 * EPSILON * Math.abs(derivative);
      }
    }
    return error;
  }

  private void addWeightsAndBiases(
      int layer, double[][] errorA, double[][] errorDz, double[] bound) {
    for (int output = 0; output < reference.outputs(layer); output++) {
      for (int row = 0; row < rows; row++) {
        double dz = Math.abs(reference.dZ[layer][row][output]);
        double own = 2 * rows * EPSILON;
        bound[reference.biasOffset(layer) + output] += own * dz + errorDz[row][output];
        for (int input = 0; input < reference.inputs(layer); input++) {
          double a = Math.abs(reference.A[layer][row][input]);
          bound[reference.weightOffset(layer) + input * reference.outputs(layer) + output] +=
              own * a * dz
                  + errorA[row][input] * dz
                  + a * errorDz[row][output]
                  + errorA[row][input] * errorDz[row][output];
        }
      }
    }
  }

  /** A product, and what passes beside a residual layer: the error behind it, and a rounding. */
  private double[][] ofDa(int layer, double[][] errorDz, double[][] errorDaBehind) {
    int k = reference.outputs(layer);
    double[][] error = new double[rows][reference.inputs(layer)];
    for (int row = 0; row < rows; row++) {
      for (int input = 0; input < error[row].length; input++) {
        double magnitude = 0;
        double passed = 0;
        for (int output = 0; output < k; output++) {
          double weight = Math.abs(reference.weight(layer, input, output));
          magnitude += Math.abs(reference.dZ[layer][row][output]) * weight;
          passed += errorDz[row][output] * weight;
        }
        if (reference.isResidual(layer)) {
          double factor = reference.factors[layer + 1][row][input];
          double beside = factor * Math.abs(reference.dA[layer + 1][row][input]);
          magnitude += beside;
          passed += factor * errorDaBehind[row][input];
        }
        double dA = Math.abs(reference.dA[layer][row][input]);
        error[row][input] = 2 * (k + 1) * EPSILON * magnitude + passed + 2 * EPSILON * dA;
      }
    }
    return error;
  }

  private double[][] ofDzBefore(int layer, double[][] errorDa, double[][] errorZBefore) {
    double[][] error = new double[rows][reference.inputs(layer)];
    for (int row = 0; row < rows; row++) {
      for (int input = 0; input < error[row].length; input++) {
        error[row][input] =
            reference.factors[layer][row][input]
                * beforeActivation(
                    layer - 1,
                    reference.Z[layer - 1][row][input],
                    errorZBefore[row][input],
                    Math.abs(reference.dA[layer][row][input]),
                    errorDa[row][input]);
      }
    }
    return error;
  }

  /**
   * ReLU: where Z is certainly negative nothing passes; where its sign is uncertain all of dA may.
   * Tanh: the slope changes by less than Z does, and by its own roundings.
   */
  private double beforeActivation(int layer, double z, double errorZ, double dA, double through) {
    if (reference.isTanh(layer)) {
      double errorOfSlope = errorZ + 16 * EPSILON;
      return reference.slope(layer, z) * through + errorOfSlope * (dA + through);
    }
    if (!reference.isRelu(layer) || z > errorZ) {
      return through;
    }
    return z < -errorZ ? 0 : dA + through;
  }
}
