package io.bellows.jobs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitCorrelationTest {
  private static final double[] RISING = {1, 2, 3, 4};
  private static final double[] FALLING = {9, 7, 5, 3};

  /** Deviations 1, -1, -1, 1: at right angles to those of RISING, -1.5, -0.5, 0.5, 1.5. */
  private static final double[] UNRELATED = {2, 0, 0, 2};

  private static final double[] CONSTANT = {5, 5, 5, 5};

  /** Rows of the given columns. */
  private static double meanAbsolute(double[]... units) {
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < units[0].length; row++) {
      double[] outputs = new double[units.length];
      for (int unit = 0; unit < units.length; unit++) {
        outputs[unit] = units[unit][row];
      }
      rows.add(outputs);
    }
    return UnitCorrelation.meanAbsolute(rows);
  }

  @Test
  void unitsThatAreMultiples_areOneWhateverTheSign() {
    assertThat(meanAbsolute(RISING, new double[] {10, 20, 30, 40})).isCloseTo(1, within(1e-15));
    assertThat(meanAbsolute(RISING, FALLING)).isCloseTo(1, within(1e-15));
  }

  @Test
  void unrelatedUnits_areZero() {
    assertThat(meanAbsolute(RISING, UNRELATED)).isCloseTo(0, within(1e-15));
  }

  /** Three pairs: |-1|, 0 and 0. */
  @Test
  void severalUnits_areTheMeanOverAllPairs() {
    assertThat(meanAbsolute(RISING, FALLING, UNRELATED)).isCloseTo(1 / 3.0, within(1e-15));
  }

  /** Sum of products 2, sums of squares 5 and 4: 2 / sqrt(20). */
  @Test
  void someCorrelation_isPearsons() {
    assertThat(meanAbsolute(RISING, new double[] {0, 2, 0, 2}))
        .isCloseTo(2 / Math.sqrt(20), within(1e-15));
  }

  @Test
  void constantUnits_areLeftOut() {
    assertThat(meanAbsolute(RISING, CONSTANT, FALLING)).isCloseTo(1, within(1e-15));
    assertThat(meanAbsolute(RISING, CONSTANT)).isZero();
    assertThat(meanAbsolute(CONSTANT)).isZero();
  }
}
