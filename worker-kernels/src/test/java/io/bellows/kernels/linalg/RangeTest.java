package io.bellows.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
  @Test
  void of_count_isTheFirstOnes() {
    assertThat(Range.of(7)).isEqualTo(new Range(0, 7));
    assertThat(new Range(16, 40).length()).isEqualTo(24);
    assertThat(Range.of(0).length()).isZero();
  }

  /** Every row has one task, whoever the tasks are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void part_allParts_coverTheRangeWithoutGaps(int grain) {
    int ranges = 0;
    for (int from : new int[] {0, 16, 48}) {
      for (int length = 0; length <= 130; length++) {
        Range whole = new Range(from, from + length);
        for (int parts = 1; parts <= 12; parts++) {
          int end = from;
          for (int part = 0; part < parts; part++) {
            Range piece = whole.part(part, parts, grain);
            assertThat(piece.from()).isEqualTo(end);
            assertThat(piece.length()).isNotNegative();
            assertThat((piece.from() - from) % grain == 0 || piece.length() == 0).isTrue();
            end = piece.to();
          }
          assertThat(end).isEqualTo(whole.to());
          ranges++;
        }
      }
    }
    assertThat(ranges).isEqualTo(3 * 131 * 12);
  }

  /** The grains of two parts differ by one at most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void part_allParts_areAsEvenAsGrainsAllow(int grain) {
    for (int length = 1; length <= 130; length++) {
      for (int parts = 1; parts <= 12; parts++) {
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int part = 0; part < parts; part++) {
          int piece = Range.of(length).part(part, parts, grain).length();
          int grains = (piece + grain - 1) / grain;
          fewest = Math.min(fewest, grains);
          most = Math.max(most, grains);
        }
        assertThat(most - fewest).as("%d in %d parts", length, parts).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void part_moreThanAnIntOfProducts_doesNotOverflow() {
    Range whole = Range.of(2_000_000_000);
    assertThat(whole.part(1999, 2000, 1)).isEqualTo(new Range(1_999_000_000, 2_000_000_000));
  }
}
