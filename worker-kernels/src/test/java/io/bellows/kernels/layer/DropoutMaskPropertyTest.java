package io.bellows.kernels.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What masks are as random variables. All draws are fixed by their keys. */
class DropoutMaskPropertyTest {
  private static final int SIDE = 1000;
  private static final int N = SIDE * SIDE;
  private static final MaskKey KEY = new MaskKey(1, 0, 0);

  /** The correlation of n independent pairs has a standard deviation of 1/√n. */
  private static final double BOUND = 4 / Math.sqrt(N);

  static Stream<Arguments> otherMasks() {
    return Stream.of(0.2, 0.5, 0.9)
        .flatMap(
            rate ->
                Stream.of(
                    Arguments.of(rate, "share", 0, KEY, 1),
                    Arguments.of(rate, "far share", 0, KEY, 1000),
                    Arguments.of(rate, "round", 0, new MaskKey(1, 0, 1), 0),
                    Arguments.of(rate, "late round", 0, new MaskKey(1, 0, 1 << 20), 0),
                    Arguments.of(rate, "epoch", 0, new MaskKey(1, 1, 0), 0),
                    Arguments.of(rate, "late epoch", 0, new MaskKey(1, 999, 0), 0),
                    Arguments.of(rate, "seed", 0, new MaskKey(2, 0, 0), 0),
                    Arguments.of(
                        rate, "high word of the seed", 0, new MaskKey(1L + (1L << 32), 0, 0), 0),
                    Arguments.of(rate, "round and share", 0, new MaskKey(1, 0, 1), 1),
                    Arguments.of(rate, "first hidden layer", 1, KEY, 0),
                    Arguments.of(rate, "second hidden layer", 2, KEY, 0)));
  }

  @ParameterizedTest(name = "rate {0}, another {1}")
  @MethodSource("otherMasks")
  void draw_anotherKeyOrPlace_isUncorrelated(
      double rate, String what, int place, MaskKey key, int share) {
    float[] one = factors(rate, 0, KEY, 0, 0);
    float[] other = factors(rate, place, key, share, 0);
    assertThat(Math.abs(correlation(one, other, 0, N))).as(what).isLessThan(BOUND);
  }

  @Test
  void draw_roundAndShareExchanged_areUncorrelated() {
    float[] one = factors(0.5, 0, new MaskKey(1, 0, 5), 3, 0);
    float[] other = factors(0.5, 0, new MaskKey(1, 0, 3), 5, 0);
    assertThat(Math.abs(correlation(one, other, 0, N))).isLessThan(BOUND);
  }

  @Test
  void draw_epochAndPlaceExchanged_areUncorrelated() {
    float[] one = factors(0.5, 1, new MaskKey(1, 2, 0), 0, 0);
    float[] other = factors(0.5, 2, new MaskKey(1, 1, 0), 0, 0);
    assertThat(Math.abs(correlation(one, other, 0, N))).isLessThan(BOUND);
  }

  /** Rows are 1,000 units apart in the array; units of a row are neighbours. */
  @ParameterizedTest
  @ValueSource(ints = {SIDE, 2 * SIDE, 10 * SIDE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 32, 64})
  void draw_otherRowsAndUnitsOfAMask_areUncorrelated(int distance) {
    for (double rate : new double[] {0.2, 0.5, 0.9}) {
      float[] mask = factors(rate, 0, KEY, 0, 0);
      double correlation = correlation(mask, mask, distance, N - distance);
      assertThat(Math.abs(correlation)).as("rate %s", rate).isLessThan(4 / Math.sqrt(N - distance));
    }
  }

  @Test
  void draw_laterRowsOfTheSameKey_areUncorrelated() {
    float[] first = factors(0.5, 0, KEY, 0, 0);
    float[] later = factors(0.5, 0, KEY, 0, SIDE);
    assertThat(Math.abs(correlation(first, later, 0, N))).isLessThan(BOUND);
  }

  /** The test's own yardstick: a mask has correlation 1 with itself. */
  @Test
  void correlation_sameMask_isOne() {
    float[] mask = factors(0.2, 0, KEY, 0, 0);
    assertThat(correlation(mask, mask.clone(), 0, N)).isCloseTo(1, within(1e-12));
  }

  /**
   * The mean of a unit's value over 10,000 masks is its value at prediction, in the mean over its
   * units within a standard error each: a² · p/(1 − p) is the variance of an inverted unit, a² · p
   * · (1 − p) of a classic one, and the next layer's Z sums them with w².
   */
  @ParameterizedTest
  @EnumSource
  void draw_meanOver10000Masks_isTheValueAtPrediction(Scaling scaling) {
    int masks = 10_000;
    int units = 40;
    int outputs = 5;
    float[] a = TestMatrices.gaussian(1, units, 3).data;
    FMatrixRMaj W = TestMatrices.gaussian(units, outputs, 4);
    for (double rate : new double[] {0.2, 0.5, 0.9}) {
      double[] mean = meanOverMasks(a, rate, scaling, masks);
      DropoutMask mask = new DropoutMask(TestMasks.ofInputs(rate, scaling), 0);
      PanelMatrix predicted = TestKernels.matrix(TestKernels.plain(), TestMatrices.of(a));
      mask.scaleForPrediction(predicted);
      float[] present = TestMatrices.numbers(predicted);
      double variance =
          scaling == Scaling.INVERTED
              ? mask.rate() / (1 - mask.rate())
              : mask.rate() * (1 - mask.rate());
      double allSquares = 0;
      for (int unit = 0; unit < units; unit++) {
        double error = Math.sqrt(a[unit] * a[unit] * variance / masks);
        double deviations = (mean[unit] - present[unit]) / error;
        allSquares += deviations * deviations;
        assertThat(Math.abs(deviations)).as("unit %d, rate %s", unit, rate).isLessThan(4);
      }
      assertThat(allSquares / units).isBetween(0.4, 1.8);
      for (int output = 0; output < outputs; output++) {
        double z = 0;
        double maskless = 0;
        double squares = 0;
        for (int unit = 0; unit < units; unit++) {
          double w = W.data[unit * outputs + output];
          z += mean[unit] * w;
          maskless += present[unit] * w;
          squares += a[unit] * a[unit] * w * w * variance;
        }
        assertThat(z)
            .as("input of unit %d of the next layer, rate %s", output, rate)
            .isCloseTo(maskless, within(3 * Math.sqrt(squares / masks)));
      }
    }
  }

  private static double[] meanOverMasks(float[] a, double rate, Scaling scaling, int masks) {
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(rate, scaling), 0);
    DenseKernels kernels = TestKernels.plain();
    PanelMatrix masked = kernels.matrix(1, a.length);
    float[] factors = new float[a.length];
    double[] sum = new double[a.length];
    for (int round = 0; round < masks; round++) {
      mask.draw(kernels, mask.key(new MaskKey(9, 0, round)), round, 0, 0, factors);
      masked.setRow(0, a, 0);
      masked.multiplyRow(0, factors);
      for (int unit = 0; unit < a.length; unit++) {
        sum[unit] += masked.get(0, unit);
      }
    }
    for (int unit = 0; unit < a.length; unit++) {
      sum[unit] /= masks;
    }
    return sum;
  }

  private static float[] factors(double rate, int place, MaskKey key, int share, int firstRow) {
    Dropout dropout = new Dropout(rate, List.of(rate, rate), Scaling.CLASSIC);
    return TestMasks.factors(dropout, place, SIDE, key, share, firstRow, SIDE).data;
  }

  /** Of a[i] and b[i + lag], over a number of i from 0. */
  private static double correlation(float[] a, float[] b, int lag, int count) {
    double sumA = 0;
    double sumB = 0;
    double sumAA = 0;
    double sumBB = 0;
    double sumAB = 0;
    for (int i = 0; i < count; i++) {
      double x = a[i];
      double y = b[i + lag];
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumBB += y * y;
      sumAB += x * y;
    }
    double covariance = sumAB / count - sumA / count * sumB / count;
    double varianceA = sumAA / count - sumA / count * sumA / count;
    double varianceB = sumBB / count - sumB / count * sumB / count;
    return covariance / Math.sqrt(varianceA * varianceB);
  }
}
