package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.jobs.report.OutputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
  private static final String MODE = "spark.submit.deployMode";
  private static final String IN_POD = "spark.kubernetes.submitInDriver";
  private static final Deployment ON_CLUSTER = new Deployment("spark://host:7077", true);

  @AfterEach
  void forget() {
    System.clearProperty(MODE);
    System.clearProperty(IN_POD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/a", "a", "file:/runs/a", "file:///runs/a", "/runs/a"})
  void examined_clusterDeployModeAndAPathOfOneMachine_isRefused(String output) {
    assertThatThrownBy(() -> ON_CLUSTER.examined(output))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            "cannot use the output folder "
                + output
                + ": in cluster deploy mode the driver runs on a machine of the cluster's choice,"
                + " and what it writes to a relative or file: path stays there; set output or"
                + " --output to a path that all machines share, such as hdfs://HOST/runs/1");
  }

  @Test
  void examined_sharedPath_isFineEverywhere() {
    assertThat(ON_CLUSTER.examined("hdfs://host/runs/a")).isEmpty();
    assertThat(new Deployment("yarn", false).examined("s3a://bucket/a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spark://host:7077, file:/runs/a, true",
    "yarn, runs/a, true",
    "local[*], runs/a, false",
    "'local-cluster[2,1,1024]', /runs/a, false",
  })
  void examined_localPathAndExecutorsElsewhere_isWarnedOf(
      String master, String output, boolean isWarned) {
    assertThat(new Deployment(master, false).examined(output).isPresent()).isEqualTo(isWarned);
  }

  @Test
  void examined_localPathOnYarn_warnsWithTheRemedy() {
    assertThat(new Deployment("yarn", false).examined("runs/a"))
        .contains(
            "the output folder runs/a is on this machine, and executors on other machines of yarn"
                + " do not see it; unless it is a file system that all machines share under this"
                + " path, set output or --output to one such as hdfs://HOST/runs/1");
  }

  @Test
  void ofThisProcess_readsWhatSparkSubmitSets() {
    assertThat(Deployment.ofThisProcess().isDriverOnCluster()).isFalse();
    System.setProperty(MODE, "client");
    assertThat(Deployment.ofThisProcess().isDriverOnCluster()).isFalse();
    System.setProperty(MODE, "cluster");
    assertThat(Deployment.ofThisProcess().isDriverOnCluster()).isTrue();
    System.setProperty(MODE, "client");
    System.setProperty(IN_POD, "true");
    assertThat(Deployment.ofThisProcess().isDriverOnCluster()).isTrue();
  }
}
