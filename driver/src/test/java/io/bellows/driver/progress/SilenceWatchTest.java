package io.bellows.driver.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private final List<String> lines = new ArrayList<>();
  private long seconds = 100;
  private final SilenceWatch watch =
      new SilenceWatch(() -> "at " + seconds, lines::add, () -> seconds * 1_000_000_000);

  @Test
  void look_everySecondOfASilence_saysSomethingEveryNineSeconds() {
    lookUntil(130);

    assertThat(lines).containsExactly("at 109", "at 118", "at 127");
  }

  @Test
  void look_somebodyElseSpeaks_waitsFromThereOn() {
    lookUntil(108);
    watch.said();
    lookUntil(120);

    assertThat(lines).containsExactly("at 117");
  }

  private void lookUntil(long end) {
    while (seconds < end) {
      seconds++;
      watch.look();
    }
  }
}
