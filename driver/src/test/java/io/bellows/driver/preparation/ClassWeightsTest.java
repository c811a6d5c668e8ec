package io.bellows.driver.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.driver.input.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final String GOLDEN = "/golden/class-weights.scikit-learn-1.9.1.json";

  @Test
  void balanced_rowsOfClasses_hasTheWeightsOfScikitLearn() throws IOException {
    JsonNode cases;
    try (InputStream golden = getClass().getResourceAsStream(GOLDEN)) {
      cases = new ObjectMapper().readTree(Objects.requireNonNull(golden)).path("cases");
    }

    assertThat(cases).hasSize(7);
    for (JsonNode each : cases) {
      int classes = each.path("rows").size();
      long[] rows =
          IntStream.range(0, classes).mapToLong(i -> each.at("/rows/" + i).asLong()).toArray();
      List<Double> weights =
          IntStream.range(0, classes).mapToObj(i -> each.at("/weights/" + i).asDouble()).toList();
      assertThat(ClassWeights.balanced(rows).byClass()).isEqualTo(weights);
    }
  }

  /** Two roundings would give another number for one of a few weights. */
  @Test
  void weigh_product_isRoundedOnce() {
    double ofClass = 1.0 / 3;
    ClassWeights weights = new ClassWeights(List.of(1.0, ofClass));
    double[] own = IntStream.range(1, 100).mapToDouble(i -> i / 7.0).toArray();

    assertThat(DoubleStream.of(own).mapToObj(weight -> weights.weigh(weight, 1)))
        .containsExactlyElementsOf(
            DoubleStream.of(own).mapToObj(weight -> (float) (weight * ofClass)).toList());
    assertThat(
            DoubleStream.of(own)
                .anyMatch(weight -> (float) weight * (float) ofClass != (float) (weight * ofClass)))
        .isTrue();
    assertThat(weights.weigh(own[0], 0)).isEqualTo((float) own[0]);
    assertThat(ClassWeights.NONE.weigh(own[0], 1)).isEqualTo((float) own[0]);
  }

  @Test
  void weigh_productBeyondTheLargestWeight_isRefused() {
    ClassWeights weights = new ClassWeights(List.of(1.0, 4.0));

    assertThat(weights.weigh(1e20, 0)).isEqualTo(1e20f);
    assertThatThrownBy(() -> weights.weigh(5e19, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use a row of the weight 5.0E19: times 4.0, the weight of its class, it is more than 1.0E20; mend it, or lower training.class-weights");
  }

  @Test
  void byLabel_ofClasses_isInTheirOrder() {
    ClassWeights weights = new ClassWeights(List.of(2.0, 0.5));

    assertThat(weights.byLabel(new ClassLabels(List.of("b", "a"))))
        .containsExactly(Map.entry("b", 2.0), Map.entry("a", 0.5));
    assertThat(ClassWeights.NONE.byLabel(new ClassLabels(List.of("b", "a")))).isEmpty();
  }
}
