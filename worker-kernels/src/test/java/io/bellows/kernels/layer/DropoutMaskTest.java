package io.bellows.kernels.layer;

import static io.bellows.kernels.TestMatrices.numbers;
import static io.bellows.kernels.TestMatrices.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {
  private static final MaskKey KEY = new MaskKey(11, 2, 3);
  private static final int SHARE = 4;

  private final DenseKernels kernels = TestKernels.plain();

  /** A count of n draws of probability p has a standard deviation of √(n·p·(1 − p)). */
  @ParameterizedTest
  @ValueSource(doubles = {0.00002, 0.01, 0.1, 0.2, 1.0 / 3, 0.5, 0.75, 0.9, 0.99, 0.99999})
  void draw_millionUnits_dropsTheRateWithinFiveDeviations(double rate) {
    int n = 1_000_000;
    double rounded = Math.round(rate * 65536) / 65536.0;
    FMatrixRMaj factors = factors(rate, Scaling.CLASSIC, 1000, KEY, 0, 1000);
    double bound = 5 * Math.sqrt(n * rounded * (1 - rounded));
    assertThat((double) dropped(factors)).isCloseTo(n * rounded, within(bound));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.000007, 0", "0.2, 13107", "0.5, 32768", "0.9, 58982", "0.999999, 65535"})
  void rate_anyRate_isRoundedTo65536ths(double rate, int expected) {
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(rate, Scaling.INVERTED), 0);
    assertThat(mask.rate()).isEqualTo(expected / 65536.0);
    assertThat(mask.isActive()).isEqualTo(expected > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 100})
  void draw_sameKey_isTheSameMaskAlsoInPieces(int units) {
    int rows = 41;
    FMatrixRMaj whole = factors(0.5, Scaling.INVERTED, units, KEY, 0, rows);
    for (int piece : new int[] {1, 2, 8, 40, 41}) {
      for (int from = 0; from < rows; from += piece) {
        int to = Math.min(rows, from + piece);
        FMatrixRMaj part = factors(0.5, Scaling.INVERTED, units, KEY, from, to - from);
        assertThat(numbers(part)).containsExactly(numbers(rows(whole, from, to)));
      }
    }
  }

  @Test
  void draw_maskUsedBefore_isAsFromANewOne() {
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(0.5, Scaling.INVERTED), 0);
    float[] again = new float[9];
    for (int row = 0; row < 20; row++) {
      mask.draw(kernels, mask.key(new MaskKey(1, 1, 1)), 1, 1, row, again);
    }
    FMatrixRMaj fresh = factors(0.5, Scaling.INVERTED, 9, KEY, 0, 5);
    for (int row = 0; row < 5; row++) {
      mask.draw(kernels, mask.key(KEY), KEY.round(), SHARE, row, again);
      assertThat(again).containsExactly(numbers(rows(fresh, row, row + 1)));
    }
  }

  /** A wider layer sees the same units, and more. */
  @Test
  void draw_moreUnits_keepsTheDrawsOfTheFirstOnes() {
    float[] narrow = numbers(factors(0.5, Scaling.CLASSIC, 5, KEY, 7, 1));
    float[] wide = numbers(factors(0.5, Scaling.CLASSIC, 50, KEY, 7, 1));
    assertThat(wide).startsWith(narrow);
  }

  @Test
  void draw_inverted_dividesKeptUnitsByTheRoundedRestOfTheRate() {
    FMatrixRMaj factors = factors(0.2, Scaling.INVERTED, 100, KEY, 0, 10);
    assertThat(numbers(factors)).containsOnly(0f, (float) (1 / (1 - 13107 / 65536.0)));
  }

  @Test
  void draw_classic_leavesKeptUnitsAlone() {
    FMatrixRMaj factors = factors(0.2, Scaling.CLASSIC, 100, KEY, 0, 10);
    assertThat(numbers(factors)).containsOnly(0f, 1f);
  }

  /** Finite numbers: a dropped one becomes 0, or −0. */
  @ParameterizedTest
  @ValueSource(floats = {-1f, 3f, 1e30f, -1e30f, Float.MIN_VALUE})
  void draw_droppedNumber_becomesZeroWhateverItWas(float value) {
    FMatrixRMaj factors = factors(0.5, Scaling.INVERTED, 100, KEY, 0, 10);
    PanelMatrix values = TestKernels.matrix(kernels, TestMatrices.filled(10, 100, value));
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(0.5, Scaling.INVERTED), 0);
    float[] drawn = new float[100];
    for (int row = 0; row < 10; row++) {
      mask.draw(kernels, mask.key(KEY), KEY.round(), SHARE, row, drawn);
      values.multiplyRow(row, drawn);
    }
    assertThat(values.rows()).isEqualTo(10);
    assertThat(dropped(factors)).isBetween(400, 600);
    float[] masked = numbers(values);
    for (int i = 0; i < 1000; i++) {
      float expected = factors.data[i] == 0 ? value * 0f : 2 * value;
      // Float.compare also tells 0 from −0.
      assertThat(Float.compare(masked[i], expected)).isZero();
      assertThat(masked[i] == 0).isEqualTo(factors.data[i] == 0);
    }
  }

  @Test
  void scaleForPrediction_classic_multipliesByTheRoundedRestOfTheRate() {
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(0.2, Scaling.CLASSIC), 0);
    PanelMatrix values = TestKernels.matrix(kernels, TestMatrices.of(new float[] {1, -2, 3}));
    mask.scaleForPrediction(values);
    float rest = (float) (1 - 13107 / 65536.0);
    assertThat(numbers(values)).containsExactly(rest, -2 * rest, 3 * rest);
  }

  @Test
  void scaleForPrediction_inverted_changesNothing() {
    DropoutMask mask = new DropoutMask(TestMasks.ofInputs(0.2, Scaling.INVERTED), 0);
    PanelMatrix values = TestKernels.matrix(kernels, TestMatrices.of(new float[] {1, -2, 3}));
    mask.scaleForPrediction(values);
    assertThat(numbers(values)).containsExactly(1, -2, 3);
  }

  @ParameterizedTest
  @EnumSource
  void isActive_rateZero_isFalse(Scaling scaling) {
    DropoutMask mask = new DropoutMask(new Dropout(0.5, List.of(0.0), scaling), 1);
    assertThat(mask.isActive()).isFalse();
    PanelMatrix values = TestKernels.matrix(kernels, TestMatrices.of(new float[] {1, -2, 3}));
    mask.scaleForPrediction(values);
    assertThat(numbers(values)).containsExactly(1, -2, 3);
  }

  private static FMatrixRMaj factors(
      double rate, Scaling scaling, int units, MaskKey key, int firstRow, int rows) {
    return TestMasks.factors(
        TestMasks.ofInputs(rate, scaling), 0, units, key, SHARE, firstRow, rows);
  }

  private static int dropped(FMatrixRMaj factors) {
    int dropped = 0;
    for (float factor : numbers(factors)) {
      dropped += factor == 0 ? 1 : 0;
    }
    return dropped;
  }
}
