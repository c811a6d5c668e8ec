package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "rate, rate, 0",
    "rat, rate, 1",
    "rated, rate, 1",
    "rite, rate, 1",
    "raet, rate, 1",
    "kitten, sitting, 3",
    "'', rate, 4",
  })
  void distance_countsEditsAndSwaps(String from, String to, int edits) {
    assertThat(Spelling.distance(from, to)).isEqualTo(edits);
    assertThat(Spelling.distance(to, from)).isEqualTo(edits);
  }
}
