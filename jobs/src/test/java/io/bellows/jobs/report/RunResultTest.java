package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunResultTest {
  private static final String RESULT =
      "{\"end\":\"max-epochs\",\"reason\":\"enough\",\"epochs\":1,\"task\":\"regression\","
          + "\"data\":{},\"provenance\":{}}";

  @Test
  void parse_result_isOne() {
    assertThat(RunResult.parse(RESULT).orElseThrow().line("runs/x"))
        .isEqualTo(
            "{\"end\":\"max-epochs\",\"reason\":\"enough\",\"epochs\":1,\"task\":\"regression\","
                + "\"data\":{},\"output\":\"runs/x\"}");
  }

  @Test
  void summary_classWeights_showsTheFirst() {
    assertThat(summary("{\"class-weights\":{\"b\":0.3,\"a\":1.25}}"))
        .contains("Class weights: b 0.30000, a 1.25000.");
    String weights =
        IntStream.range(0, 11).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(","));
    assertThat(summary("{\"class-weights\":{" + weights + "}}"))
        .contains("8 1.00000, 9 1.00000, ….");
    assertThat(summary("{}")).doesNotContain("Class weights");
  }

  private static String summary(String data) {
    String json = RESULT.replace("\"data\":{}", "\"data\":" + data);
    return RunResult.parse(json).orElseThrow().summary();
  }

  /** Else a damaged file would be shown as the result of a run that went well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[1]",
        "{\"end\":\"max-epochs\"}",
        "{\"end\":\"max-ep\",\"reason\":\"x\",\"epochs\":1,\"task\":\"x\",\"data\":{},\"provenance\":{}}",
        "{\"end\":\"max-epochs\",\"reason\":\"x\",\"epochs\":1,\"task\":\"x\",\"data\":{},\"provenance\":{}} }",
        "{\"end\":\"max-epochs\",\"reason\":\"x\",\"epochs\":1,\"task\":\"x\",\"data\":{}",
      })
  void parse_whatIsNone_isEmpty(String text) {
    assertThat(RunResult.parse(text)).isEmpty();
  }
}
