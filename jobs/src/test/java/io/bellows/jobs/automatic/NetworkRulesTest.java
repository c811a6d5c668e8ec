package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.config.RunConfigLoader;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRulesTest {
  private static NetworkRules rules(long rows, String... given) {
    TrainingRequest request =
        RunConfigLoader.parse(
                "data.train = a, columns.target = y, output = o\n" + String.join("\n", given))
            .request();
    List<String> keys = List.of(given).stream().map(line -> line.split("=", 2)[0]).toList();
    return new NetworkRules(rows, request, keys::contains);
  }

  private static Setting setting(String key, NetworkRules rules) {
    return rules.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Object value(long rows, String key) {
    return setting(key, rules(rows)).value();
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "data.test=none; about 141 updates an epoch",
        "data.validation=none & training.early-stopping.enabled=false; about 156 updates an epoch",
        "data.test=0.2; about 109 updates an epoch",
        "data.test={last-rows=4000}; about 109 updates an epoch",
        "training.batch-size=16; about 1,125 updates an epoch",
        "training.batch-size=full; about 1 updates an epoch",
      })
  void updates_givenSettings_areCountedByThem(String given, String reason) {
    assertThat(setting("training.batch-size", rules(20_000, given.split(" & "))).reason())
        .isEqualTo(reason);
  }

  @Test
  void plateau_withARefit_isLeftOut() {
    assertThat(rules(100, "training.refit=true").settings())
        .extracting(Setting::key)
        .noneMatch(key -> key.startsWith("training.optimizer.plateau"));
  }

  @Test
  void settings_eachKeyOnce() {
    List<Setting> settings = rules(100).settings();
    assertThat(settings.stream().map(Setting::key).collect(Collectors.toSet()))
        .hasSameSizeAs(settings);
  }
}
