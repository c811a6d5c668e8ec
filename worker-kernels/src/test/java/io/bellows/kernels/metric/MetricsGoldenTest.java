package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.TestMatrices;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsGoldenTest {
  /** Plus the roundoff of the largest target, which is what a spread of 1 is measured against. */
  private static double tolerance(JsonNode golden) {
    double largest = 0;
    for (double target : Golden.numbers(golden.get("targets"))) {
      largest = Math.max(largest, Math.abs(target));
    }
    return 1e-12 + 0x1p-53 * largest;
  }

  static Stream<Named<JsonNode>> cases() {
    JsonNode cases = Golden.read("metrics.scikit-learn-1.9.1.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one -> Named.of(one.get("name").asText(), one));
  }

  @Test
  void cases_areAllRead() {
    assertThat(cases()).hasSize(11);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void values_allRowsAtOnce_areThoseOfScikitLearn(JsonNode golden) {
    assertEqual(sum(golden, 0, golden.get("weights").size()), golden);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void values_partsMerged_areThoseOfScikitLearn(JsonNode golden) {
    int rows = golden.get("weights").size();
    for (int part : new int[] {1, 7, rows - 1}) {
      MetricSum total = empty(golden);
      for (int from = 0; from < rows; from += part) {
        total.merge(sum(golden, from, Math.min(rows, from + part)));
      }
      assertEqual(total, golden);
    }
  }

  private static void assertEqual(MetricSum sum, JsonNode golden) {
    JsonNode expected = golden.get("expected");
    Map<String, Double> values = new HashMap<>();
    sum.values().forEach((metric, value) -> values.put(metric.name(), value));
    int compared = 0;
    for (Map.Entry<String, Double> value : values.entrySet()) {
      assertThat(value.getValue())
          .as(value.getKey())
          .isCloseTo(
              expected.get(value.getKey()).doubleValue(),
              within(tolerance(golden) * (1 + Math.abs(value.getValue()))));
      compared++;
    }
    if (expected.has("confusion")) {
      assertConfusion((ChosenMetrics) sum, expected.get("confusion"));
      compared++;
    }
    assertThat(compared).isEqualTo(expected.size());
  }

  private static void assertConfusion(ChosenMetrics sum, JsonNode expected) {
    double[][] confusion = ((ClassificationSum) sum.families().get(0)).confusion();
    for (int label = 0; label < confusion.length; label++) {
      assertThat(confusion[label]).containsExactly(Golden.numbers(expected.get(label)));
    }
  }

  /** The sums that compute all expected figures. */
  private static MetricSum empty(JsonNode golden) {
    Set<String> names = new HashSet<>();
    golden.get("expected").fieldNames().forEachRemaining(names::add);
    String kind = golden.get("kind").asText();
    if (kind.equals("regression")) {
      int targets = Golden.rows(golden.get("targets"))[0].length;
      return Metrics.ofNumbers(
          parts(targets).stream().map(name -> new RegressionSum.Target(name, 0, 1)).toList(),
          names);
    }
    List<String> labels = parts(golden.get("classes").asInt());
    return kind.equals("classification")
        ? Metrics.ofClasses(labels, names)
        : Metrics.ofLabels(labels, names);
  }

  private static List<String> parts(int count) {
    return List.of("a", "b", "c", "d", "e").subList(0, count);
  }

  private static MetricSum sum(JsonNode golden, int from, int to) {
    MetricSum sum = empty(golden);
    FMatrixRMaj predictions = TestMatrices.of(Golden.rows(golden.get("predictions")));
    FMatrixRMaj targets = TestMatrices.of(Golden.rows(golden.get("targets")));
    float[] weights = Golden.floats(golden.get("weights"));
    float[] part = new float[to - from];
    System.arraycopy(weights, from, part, 0, part.length);
    sum.add(TestMatrices.rows(predictions, from, to), TestMatrices.rows(targets, from, to), part);
    return sum;
  }
}
