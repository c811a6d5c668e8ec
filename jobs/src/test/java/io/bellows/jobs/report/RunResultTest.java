package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

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
