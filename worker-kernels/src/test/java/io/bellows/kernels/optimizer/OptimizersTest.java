package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  @Test
  void named_makesTheOptimizerOfItsSettingsInOrder() {
    assertThat(Optimizers.REGISTRY.named("adam").maker().apply(List.of(0.9, 0.99, 1e-7)))
        .isEqualTo(new Adam(0.9, 0.99, 1e-7));
    assertThat(Optimizers.REGISTRY.named("sgd").maker().apply(List.of(0.5, 0.2, 30.0)))
        .isEqualTo(new Sgd(0.5, 0.2, 30));
  }

  /** Then the initial momentum has no say. */
  @Test
  void named_sgdWithoutWarmUp_hasItsMomentumFromTheStart() {
    assertThat(Optimizers.REGISTRY.named("sgd").maker().apply(List.of(0.2, 0.5, 0.0)))
        .isEqualTo(new Sgd(0.2));
  }

  @Test
  void everyKind_makesAnOptimizerOfItsOwnName() {
    assertThat(Optimizers.REGISTRY.names())
        .containsExactly(
            "adam", "adamw", "nadam", "lamb", "sgd", "nesterov", "rmsprop", "adagrad", "adadelta");
    for (String name : Optimizers.REGISTRY.names()) {
      Optimizers.Kind kind = Optimizers.REGISTRY.named(name);
      List<Double> numbers =
          kind.settings().stream().map(setting -> setting.allowed().test(0.5) ? 0.5 : 1).toList();

      assertThat(kind.maker().apply(numbers).name())
          .isEqualTo(name.equals("adamw") ? "adam" : name);
      assertThat(kind.settings()).noneMatch(setting -> setting.allowed().test(-0.5));
      assertThat(kind.usualRate()).isPositive();
    }
  }

  @Test
  void has_isTrueOfOwnSettingsOnly() {
    assertThat(Optimizers.REGISTRY.named("adam").has("beta1")).isTrue();
    assertThat(Optimizers.REGISTRY.named("sgd").has("beta1")).isFalse();
  }
}
