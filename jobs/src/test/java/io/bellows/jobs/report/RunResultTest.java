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

  /** Those of the best epoch are on the line above. */
  @Test
  void summary_figuresThatWereBestElsewhere_areNamedByEpoch() {
    String bests =
        "{\"best-epoch\":2,\"best-restored\":true,\"best\":{\"validation-loss\":0.25},\"bests\":{"
            + "\"validation-loss\":{\"value\":0.25,\"epoch\":2},"
            + "\"training-loss\":{\"value\":0.125,\"epoch\":5},"
            + "\"validation-accuracy\":{\"value\":0.75,\"epoch\":3},"
            + "\"training-accuracy\":{\"value\":1,\"epoch\":5}},";
    String text = RESULT.replace("\"epochs\":1", "\"epochs\":5");

    assertThat(RunResult.parse(text.replaceFirst("\\{", bests)).orElseThrow().summary().lines())
        .startsWith(
            "Best epoch 2 of 5: validation-loss 0.25000. Its weights were kept.",
            "Best elsewhere: epoch 3: validation-accuracy 0.75000; epoch 5: training-loss 0.12500,"
                + " training-accuracy 1.00000.",
            "Training ended: enough.");
    assertThat(RunResult.parse(text).orElseThrow().summary()).doesNotContain("elsewhere");
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
