package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.preparation.InputLayout;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingConfigTest {
  private static final InputLayout INPUTS = new InputLayout(3, List.of(4, 20, 5, 100));

  /** By hand, from min(600, round(1.6 · n^0.56)). */
  @ParameterizedTest
  @CsvSource({"2, 2", "10, 6", "100, 21", "1000, 77", "38000, 587", "100000, 600"})
  void ruleOf_categories_isThatOfFastai(int categories, int dimension) {
    assertThat(EmbeddingConfig.ruleOf(categories)).isEqualTo(dimension);
  }

  @Test
  void layer_columnsOfEnoughCategories_haveTables() {
    assertThat(new EmbeddingConfig(20, OptionalInt.empty()).layer(INPUTS))
        .isEqualTo(
            new EmbeddingLayer(
                132, List.of(new EmbeddingTable(7, 20, 9), new EmbeddingTable(32, 100, 21))));
    assertThat(new EmbeddingConfig(21, OptionalInt.of(2)).layer(INPUTS).tables())
        .containsExactly(new EmbeddingTable(32, 100, 2));
    assertThat(new EmbeddingConfig(101, OptionalInt.empty()).layer(INPUTS).isNone()).isTrue();
  }

  @Test
  void columnOf_input_isItsColumn() {
    assertThat(List.of(3, 6, 7, 26, 27, 131))
        .extracting(INPUTS::columnOf)
        .containsExactly(0, 0, 1, 1, 2, 3);
  }

  @Test
  void new_moreInputsThanAnIntHolds_isRefused() {
    List<Integer> categories = List.of(Integer.MAX_VALUE, 1);
    assertThatThrownBy(() -> new InputLayout(0, categories))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there cannot be 2147483648 inputs");
  }

  @Test
  void new_tooFewCategoriesOrNumbers_isRefused() {
    assertThatThrownBy(() -> new EmbeddingConfig(1, OptionalInt.empty()))
        .hasMessage("network.embedding.from-categories must be at least 2, was 1");
    assertThatThrownBy(() -> new EmbeddingConfig(2, OptionalInt.of(0)))
        .hasMessage("network.embedding.dimension must be at least 1, was 0");
  }
}
