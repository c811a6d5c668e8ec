package io.bellows.jobs.cli;

import io.bellows.driver.storage.Storage;
import io.bellows.jobs.report.OutputException;
import java.util.Optional;

/**
 * Which machines a command runs on, as far as it decides where its output may go.
 *
 * @param master Spark's master
 * @param isDriverOnCluster whether the driver runs on a machine of the cluster's choice
 */
record Deployment(String master, boolean isDriverOnCluster) {
  /** As spark-submit or the launcher told this process. */
  static Deployment ofThisProcess() {
    boolean isClusterMode = System.getProperty("spark.submit.deployMode", "").equals("cluster");
    // On Kubernetes the driver of cluster deploy mode is submitted once more, in its pod.
    boolean isInPod = Boolean.getBoolean("spark.kubernetes.submitInDriver");
    return new Deployment(System.getProperty("spark.master", "local[*]"), isClusterMode || isInPod);
  }

  /**
   * Looks at an output folder before anything is done.
   *
   * @return a warning, where there is reason for one
   * @throws OutputException when what goes there would be lost
   */
  Optional<String> examined(String output) {
    boolean isRelative = !Storage.hasScheme(output) && !output.startsWith("/");
    if (isDriverOnCluster && (isRelative || Storage.isLocal(output))) {
      throw new OutputException(
          String.format(
              "cannot use the output folder %s: in cluster deploy mode the driver runs on a machine"
                  + " of the cluster's choice, and what it writes to a relative or file: path stays"
                  + " there; set output or --output to a path that all machines share, such as"
                  + " hdfs://HOST/runs/1",
              output));
    }
    if (!master.startsWith("local") && Storage.isLocal(output)) {
      return Optional.of(
          String.format(
              "the output folder %s is on this machine, and executors on other machines of %s do"
                  + " not see it; unless it is a file system that all machines share under this"
                  + " path, set output or --output to one such as hdfs://HOST/runs/1",
              output, master));
    }
    return Optional.empty();
  }
}
