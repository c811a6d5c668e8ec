package io.bellows.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With authentication and encryption, of messages and of what is spilled to disk. */
@Tag("cluster")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class SecureClusterIT {
  private static final String[] SETTINGS = {
    "spark.authenticate=true",
    "spark.authenticate.secret=for-tests-only",
    "spark.network.crypto.enabled=true",
    "spark.io.encryption.enabled=true"
  };

  @TempDir Path folder;

  @Test
  void clientMode_withAuthenticationAndEncryption_hasTheBits() throws Exception {
    try (StandaloneCluster cluster =
        StandaloneCluster.started(folder.resolve("cluster"), SETTINGS)) {
      Run run = Run.in(folder.resolve("secure")).on(cluster).with(SETTINGS);
      Program program = run.start();

      assertThat(program.code()).as(program.err()).isZero();
      assertThat(run.bits()).isEqualTo(Run.undisturbed(folder.resolve("local")));
    }
  }
}
