package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRulesTest {
  private static Object value(long rows, String key) {
    return new NetworkRules(rows)
        .settings().stream()
            .filter(setting -> setting.key().equals(key))
            .findFirst()
            .orElseThrow()
            .value();
  }

  @ParameterizedTest
  @CsvSource({"1, 16", "4095, 16", "4096, 32", "20000, 128", "32768, 256", "10000000, 256"})
  void batch_growsWithTheRows(long rows, long batch) {
    assertThat(value(rows, "training.batch-size")).isEqualTo(batch);
  }

  @Test
  void hidden_growsWithTheRows() {
    assertThat(value(999, "network.hidden")).isEqualTo(List.of(64));
    assertThat(value(1_000, "network.hidden")).isEqualTo(List.of(128, 128));
    assertThat(value(5_000, "network.hidden")).isEqualTo(List.of(256, 256));
  }

  @Test
  void validation_ofFewRows_isALargerPart() {
    assertThat(value(1_999, "data.validation")).isEqualTo(0.2);
    assertThat(value(2_000, "data.validation")).isEqualTo(0.1);
  }

  /** An epoch of 100 rows has 5 updates: a dozen of them would say nothing. */
  @Test
  void patience_ofShortEpochs_isLonger() {
    assertThat(value(20_000, "training.early-stopping.patience")).isEqualTo(12L);
    assertThat(value(20_000, "training.optimizer.plateau.patience")).isEqualTo(4L);
    assertThat(value(100, "training.early-stopping.patience")).isEqualTo(36L);
    assertThat(value(100, "training.optimizer.plateau.patience")).isEqualTo(12L);
  }

  @Test
  void settings_eachKeyOnce() {
    List<Setting> settings = new NetworkRules(100).settings();
    assertThat(settings.stream().map(Setting::key).collect(Collectors.toSet()))
        .hasSameSizeAs(settings);
  }
}
