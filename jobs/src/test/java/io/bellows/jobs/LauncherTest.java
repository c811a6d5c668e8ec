package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * bin/bellows in a project of its own, which looks built, with a spark-submit and a java that only
 * say what they were called with, a word a line.
 */
class LauncherTest {
  private static final String PRINT_WORDS = "#!/usr/bin/env bash\nprintf '%s\\n' \"$0\" \"$@\"\n";

  @TempDir Path folder;
  private Path root;
  private Path launcher;
  private Path java;

  /** What a call printed, and how it ended. */
  private record Ended(int code, List<String> out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    root = folder.resolve("a project");
    launcher =
        executable(root.resolve("jobs/bin/bellows"), Files.readString(Path.of("bin/bellows")));
    file(root.resolve("jobs/bin/spark.sh"), Files.readString(Path.of("bin/spark.sh")));
    file(root.resolve("pom.xml"), "<version>7</version>\n");
    file(root.resolve("conf/reference.conf"), "");
    file(root.resolve("conf/spark-defaults.conf"), "# comment\nspark.a  1\n\nspark.b  x y\n");
    for (String module : List.of("worker-kernels", "driver", "jobs")) {
      file(root.resolve(module + "/pom.xml"), "");
      Files.createDirectories(root.resolve(module + "/src/main"));
    }
    Path first = file(root.resolve("repository/spark.jar"), "");
    file(root.resolve("jobs/target/spark-classpath.txt"), first + ":" + "/other.jar");
    file(root.resolve("jobs/target/jvm-options.txt"), "-Djava=17\n      --add-opens=a\n");
    file(root.resolve("jobs/target/bellows-7.jar"), "");
    java = executable(folder.resolve("jdk/bin/java"), PRINT_WORDS);
  }

  private static Path file(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static Path executable(Path path, String text) throws IOException {
    file(path, text);
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return path;
  }

  /** A Spark installation, told by the name of a jar as the real ones can be. */
  private Path spark(String version) throws IOException {
    Path home = folder.resolve("spark " + version);
    executable(home.resolve("bin/spark-submit"), PRINT_WORDS);
    file(home.resolve("jars/spark-core_2.13-" + version + ".jar"), "");
    return home;
  }

  private Ended call(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "JAVA_HOME", "SPARK_LOCAL_IP"));
    builder.environment().put("JAVA_HOME", java.getParent().getParent().toString());
    builder.environment().putAll(environment);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int code = process.waitFor();
    return new Ended(
        code,
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Ended onPlainJava(String... arguments) throws Exception {
    return call(Map.of("SPARK_HOME", folder.resolve("none").toString()), arguments);
  }

  @Test
  void sparkOfTheRightVersion_isUsedAndEverythingPassedThrough() throws Exception {
    Path home = spark("4.1.0");

    Ended ended =
        call(
            Map.of("SPARK_HOME", home.toString()),
            "--master",
            "spark://host:7077",
            "train",
            "my run.conf",
            "--conf=spark.x=a b",
            "--set",
            "columns.missing=[\"\", \"?\"]",
            "--driver-memory",
            "3g");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .containsExactly(
            home.resolve("bin/spark-submit").toString(),
            "--class",
            "io.bellows.jobs.cli.Main",
            "--master",
            "spark://host:7077",
            "--deploy-mode",
            "client",
            "--driver-memory",
            "3g",
            "--properties-file",
            root.resolve("conf/spark-defaults.conf").toString(),
            "--load-spark-defaults",
            "--conf",
            "spark.x=a b",
            root.resolve("jobs/target/bellows-7.jar").toString(),
            "train",
            "my run.conf",
            "--set",
            "columns.missing=[\"\", \"?\"]");
  }

  @Test
  void sparkOfAnotherVersion_isNamedAndNotUsed() throws Exception {
    Path home = spark("3.5.1");

    Ended ended = call(Map.of("SPARK_HOME", home.toString()), "train", "run.conf");

    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "bellows: not using "
                + home.resolve("bin/spark-submit")
                + ": it is Spark 3.5.1, Bellows needs 4.1.x");
    assertThat(ended.out()).startsWith(java.toString());
  }

  /** A spark-submit without jars beside it, as a wrapper on the PATH, is asked. */
  @Test
  void sparkOnThePath_isAskedForItsVersion() throws Exception {
    Path submit =
        executable(
            folder.resolve("path/spark-submit"),
            "#!/usr/bin/env bash\n"
                + "[[ $1 != --version ]] || { echo 'version 4.1.2' >&2; exit; }\n"
                + "printf '%s\\n' \"$0\" \"$@\"\n");

    Ended ended =
        call(Map.of("PATH", submit.getParent() + ":" + System.getenv("PATH")), "train", "run.conf");

    assertThat(ended.out()).startsWith(submit.toString(), "--class").endsWith("train", "run.conf");
  }

  @Test
  void withoutSpark_aPlainJvmGetsTheSettingsAsProperties() throws Exception {
    Ended ended =
        onPlainJava(
            "train", "my run.conf", "--conf", "spark.x=a b", "--conf", "spark.driver.memory=2g");

    assertThat(ended.err()).contains("SPARK_HOME has no bin/spark-submit");
    assertThat(ended.out())
        .containsExactly(
            java.toString(),
            "@" + root.resolve("jobs/target/jvm-options.txt"),
            "-Xmx2g",
            "-Dspark.master=local[*]",
            "-Dspark.jars=" + root.resolve("jobs/target/bellows-7.jar"),
            "-Dspark.a=1",
            "-Dspark.b=x y",
            "-Dspark.x=a b",
            "-cp",
            root.resolve("jobs/target/bellows-7.jar")
                + ":"
                + root.resolve("repository/spark.jar")
                + ":/other.jar",
            "io.bellows.jobs.cli.Main",
            "train",
            "my run.conf");
  }

  /** What Java needs comes before what the user wants. */
  @Test
  void driverOnAStandaloneCluster_isGivenWhatJavaNeeds() throws Exception {
    Ended ended =
        onPlainJava(
            "--master",
            "spark://host:7077",
            "--deploy-mode=cluster",
            "train",
            "hdfs:///run.conf",
            "--conf=spark.driver.extraJavaOptions=-Dmine=1");

    assertThat(ended.out())
        .containsExactly(
            java.toString(),
            "@" + root.resolve("jobs/target/jvm-options.txt"),
            "-Xmx1g",
            "-cp",
            root.resolve("repository/spark.jar") + ":/other.jar",
            "org.apache.spark.deploy.SparkSubmit",
            "--class",
            "io.bellows.jobs.cli.Main",
            "--master",
            "spark://host:7077",
            "--deploy-mode",
            "cluster",
            "--driver-memory",
            "1g",
            "--properties-file",
            root.resolve("conf/spark-defaults.conf").toString(),
            "--load-spark-defaults",
            "--conf",
            "spark.driver.extraJavaOptions=-Djava=17 --add-opens=a -Dmine=1",
            root.resolve("jobs/target/bellows-7.jar").toString(),
            "train",
            "hdfs:///run.conf");
  }

  /** spark-submit itself ends with 0. */
  @Test
  void driverThatFailedOnAStandaloneCluster_isTold() throws Exception {
    Path home = spark("4.1.0");
    executable(
        home.resolve("bin/spark-submit"),
        "#!/usr/bin/env bash\necho 'State of driver driver-7 is FAILED, exiting spark-submit JVM.' >&2\n");

    Ended ended =
        call(
            Map.of("SPARK_HOME", home.toString()),
            "--master=spark://host:7077",
            "--deploy-mode=cluster",
            "train",
            "hdfs:///run.conf");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines())
        .containsExactly(
            "State of driver driver-7 is FAILED, exiting spark-submit JVM.",
            "bellows: the driver driver-7 ended as FAILED; its stderr, in the folder of its worker,"
                + " tells why");
  }

  @Test
  void deployModeAsASetting_isTheDeployMode() throws Exception {
    Path home = spark("4.1.0");

    Ended ended =
        call(
            Map.of("SPARK_HOME", home.toString()),
            "--master=yarn",
            "--conf=spark.submit.deployMode=cluster",
            "train",
            "hdfs:///run.conf");

    assertThat(ended.out())
        .containsSubsequence("--master", "yarn", "--deploy-mode", "cluster")
        .noneMatch(word -> word.startsWith("spark.driver.extraJavaOptions"));
  }

  @Test
  void deployModeOfAnotherName_is64() throws Exception {
    Ended ended = onPlainJava("--deploy-mode", "clutser", "train");

    assertThat(ended.code()).isEqualTo(64);
    assertThat(ended.err())
        .isEqualTo("bellows: --deploy-mode expects client or cluster, was: clutser\n");
  }

  @Test
  void masterAsASetting_isTheMaster() throws Exception {
    assertThat(onPlainJava("train", "--conf", "spark.master=local[3]").out())
        .contains("-Dspark.master=local[3]");
  }

  @Test
  void argumentsAfterTwoDashes_areTheCommands() throws Exception {
    assertThat(onPlainJava("train", "--", "--master", "x").out())
        .contains("-Dspark.master=local[*]")
        .endsWith("train", "--", "--master", "x");
  }

  @Test
  void masterThatNeedsAnInstallation_isRefusedWithoutOne() throws Exception {
    Ended ended = onPlainJava("--master", "yarn", "train", "run.conf");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .endsWith("bellows: the master yarn needs a Spark 4.1 installation: set SPARK_HOME\n");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void launcherOptionsWithoutAValue_are64() throws Exception {
    Ended missing = onPlainJava("train", "--master");
    assertThat(missing.code()).isEqualTo(64);
    assertThat(missing.err()).isEqualTo("bellows: --master needs a value\n");

    Ended wrong = onPlainJava("train", "--conf", "spark.x");
    assertThat(wrong.code()).isEqualTo(64);
    assertThat(wrong.err()).isEqualTo("bellows: --conf expects KEY=VALUE, was: spark.x\n");
  }

  @Test
  void linkToTheLauncher_findsItsProject() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("bellows"), launcher);
    launcher = link;

    assertThat(onPlainJava("--version").out())
        .contains("-Dspark.jars=" + root.resolve("jobs/target/bellows-7.jar"));
  }
}
