package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.training.RoundProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochLinesTest {
  @Test
  void roundsGoOn_tellsHowFarTheEpochIs() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new EpochLines(new PrintStream(out, true, StandardCharsets.UTF_8), Optional.empty())
        .roundsGoOn(new RoundProgress(2, 1_200, 3_900, 0.25, 19_000, 25.4));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "    3  1,200 of 3,900 rounds, loss 0.25000, 19,000 rows/s, 25 s left");
  }
}
