package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.123456, 0.12346",
    "1.5, 1.50000",
    "-12.34567, -12.346",
    "123.4567, 123.46",
    "68123.4, 68123",
    "1e9, 1.000e+09",
    "0.00001, 1.000e-05",
    "NaN, NaN",
  })
  void shown_hasAboutFiveDigits(double number, String text) {
    assertThat(Figures.shown(number)).isEqualTo(text);
  }
}
