package io.bellows.kernels.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2",
    "16, 2",
    "32, 2",
    "63, 2",
    "64, 4",
    "100, 4",
    "127, 4",
    "128, 8",
    "512, 8",
    "1000000, 8"
  })
  void usualShares_haveSixteenRowsOfABatchEach(long rows, int shares) {
    assertThat(new BatchSize(rows).usualShares()).isEqualTo(shares);
    assertThat(BatchSize.FULL.usualShares()).isEqualTo(8);
  }
}
