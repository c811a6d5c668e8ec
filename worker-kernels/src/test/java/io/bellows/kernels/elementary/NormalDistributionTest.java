package io.bellows.kernels.elementary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import org.junit.jupiter.api.Test;

class NormalDistributionTest {
  private static final double ABSOLUTE = 2e-7;
  private static final double RELATIVE = 1e-5;

  @Test
  void below_knownNumbers_isWithinBothBoundsOfPyTorch() {
    JsonNode golden = Golden.read("normal-distribution.pytorch-2.13.0.json");
    float[] x = Golden.floats(golden.get("x"));
    double[] expected = Golden.numbers(golden.get("below"));
    for (int i = 0; i < x.length; i++) {
      assertThat((double) NormalDistribution.below(x[i]))
          .as("Φ(%s)", x[i])
          .isCloseTo(expected[i], within(Math.min(ABSOLUTE, RELATIVE * expected[i])));
    }
    assertThat(x).hasSize(833);
  }

  @Test
  void below_limits_areThese() {
    assertThat(NormalDistribution.below(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(NormalDistribution.below(Float.NEGATIVE_INFINITY)).isBetween(0f, 1e-37f);
    assertThat(NormalDistribution.below(Float.NaN)).isNaN();
  }
}
