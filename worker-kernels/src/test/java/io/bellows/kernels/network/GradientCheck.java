package io.bellows.kernels.network;

import java.util.Arrays;

/** Compares a reference's gradient with central differences of its loss. */
public final class GradientCheck {
  /** Error terms: STEP² · f‴ of the difference, and roundoff · loss / STEP. */
  private static final double STEP = 1e-5;

  /** Parameters with a smaller part of the largest derivative are measured against that part. */
  private static final double SMALL = 1e-3;

  private GradientCheck() {}

  /** The largest relative error over all parameters. */
  public static double worstRelativeError(ReferenceNetwork reference) {
    double[] gradient = reference.gradient();
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    double worst = 0;
    for (int i = 0; i < gradient.length; i++) {
      double difference = centralDifference(reference, i);
      double scale =
          Math.max(SMALL * largest, Math.max(Math.abs(difference), Math.abs(gradient[i])));
      worst = Math.max(worst, Math.abs(difference - gradient[i]) / scale);
    }
    return worst;
  }

  private static double centralDifference(ReferenceNetwork reference, int parameter) {
    double value = reference.parameters[parameter];
    reference.parameters[parameter] = value + STEP;
    double above = reference.loss();
    reference.parameters[parameter] = value - STEP;
    double below = reference.loss();
    reference.parameters[parameter] = value;
    return (above - below) / (2 * STEP);
  }
}
