package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;

/**
 * Layer normalisation of some rows (Ba, Kiros, Hinton, "Layer normalization", arXiv 1607.06450,
 * 2016; as in PyTorch), over the units of each row z of Z:
 *
 * <pre>
 *   x̂ = (z − mean z) / √(mean (z − mean z)² + ε)        ε = 10⁻⁵
 *   y = gain ⊙ x̂ + shift
 *
 *   g = dy ⊙ gain
 *   dz = (g − mean g − x̂·mean (g ⊙ x̂)) / √(mean (z − mean z)² + ε)
 *   dgain = Σ rows of dy ⊙ x̂,  dshift = Σ rows of dy
 * </pre>
 *
 * <p>Sums over units are in double precision and in one order, however a matrix is stored: four
 * chains, of every fourth unit each, and a fixed tree. One task's: it holds scratch.
 */
public final class LayerNormalization {
  private static final double EPSILON = 1e-5;

  private final float[] values;
  private final float[] normalized;
  private final float[] derivatives;

  /** Of layers of at most so many units. */
  public LayerNormalization(int units) {
    this.values = new float[units];
    this.normalized = new float[units];
    this.derivatives = new float[units];
  }

  /**
   * Replaces Z by Y; what the way back needs is kept.
   *
   * @param workspace holds Z, gain and shift. Modified in these rows.
   */
  void forward(DenseWorkspace workspace, Range rows) {
    PanelMatrix Z = workspace.dZ;
    float[] gain = workspace.parameters.vectors()[DenseLayer.GAIN];
    float[] shift = workspace.parameters.vectors()[DenseLayer.SHIFT];
    int units = Z.columns();
    for (int row = rows.from(); row < rows.to(); row++) {
      Z.getRow(row, values, 0);
      subtract(values, sum(values, units) / units, units);
      double inverse = 1 / Math.sqrt(dot(values, values, units) / units + EPSILON);
      scale(values, inverse, normalized, units);
      workspace.inverseDeviations[row] = inverse;
      workspace.normalized.setRow(row, normalized, 0);
      affine(normalized, gain, shift, values, units);
      Z.setRow(row, values, 0);
    }
  }

  /**
   * Replaces dY by dZ; rows whose sums are dgain and dshift are left beside it.
   *
   * @param workspace holds dY where dZ comes, and what the way forward has kept. Modified in these
   *     rows.
   */
  void backward(DenseWorkspace workspace, Range rows) {
    PanelMatrix dZ = workspace.dZ;
    float[] gain = workspace.parameters.vectors()[DenseLayer.GAIN];
    int units = dZ.columns();
    for (int row = rows.from(); row < rows.to(); row++) {
      dZ.getRow(row, derivatives, 0);
      workspace.dY.setRow(row, derivatives, 0);
      workspace.normalized.getRow(row, normalized, 0);
      multiply(derivatives, gain, values, units);
      double mean = sum(values, units) / units;
      double along = dot(values, normalized, units) / units;
      project(values, normalized, mean, along, workspace.inverseDeviations[row], units);
      dZ.setRow(row, values, 0);
      multiply(derivatives, normalized, values, units);
      workspace.normalized.setRow(row, values, 0);
    }
  }

  private static double sum(float[] x, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < count; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  private static double dot(float[] x, float[] y, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += (double) x[i] * y[i];
      b += (double) x[i + 1] * y[i + 1];
      c += (double) x[i + 2] * y[i + 2];
      d += (double) x[i + 3] * y[i + 3];
    }
    for (; i < count; i++) {
      a += (double) x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  private static void subtract(float[] x, double mean, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (float) (x[i] - mean);
    }
  }

  private static void scale(float[] x, double factor, float[] scaled, int count) {
    for (int i = 0; i < count; i++) {
      scaled[i] = (float) (x[i] * factor);
    }
  }

  private static void affine(float[] x, float[] gain, float[] shift, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = gain[i] * x[i] + shift[i];
    }
  }

  private static void multiply(float[] x, float[] y, float[] product, int count) {
    for (int i = 0; i < count; i++) {
      product[i] = x[i] * y[i];
    }
  }

  private static void project(
      float[] g, float[] normalized, double mean, double along, double inverse, int count) {
    for (int i = 0; i < count; i++) {
      g[i] = (float) ((g[i] - mean - normalized[i] * along) * inverse);
    }
  }
}
