package io.bellows.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens on a cluster, the run has the bits of one on a local master. */
@Tag("cluster")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class ClusterIT {
  @TempDir static Path shared;
  private static StandaloneCluster cluster;
  private static List<String> undisturbed;

  @TempDir Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.started(shared.resolve("cluster"));
    undisturbed = Run.undisturbed(shared.resolve("local"));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  private Run run() throws IOException {
    return Run.in(folder).on(cluster);
  }

  private static void assertSameBits(Run run, Program program) throws Exception {
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(run.bits()).isEqualTo(undisturbed);
  }

  /** With an event log that is kept; the files' names are Spark's. */
  @Test
  @Tag("cluster-short")
  void clientMode_withAnEventLog_hasTheBitsAndLogsNoData() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    Run run =
        run()
            .with("spark.eventLog.enabled=true", "spark.eventLog.dir=" + events.toUri())
            .with("spark.eventLog.compress=false");
    Program program = run.start();

    assertSameBits(run, program);
    assertThat(program.err()).contains("Kernels: vector").contains("warning: the output folder ");
    assertThat(eventLog(events)).isNotEmpty();
    assertNothingOfTheDataIn(run, program, eventLog(events));
  }

  private static List<Path> eventLog(Path events) throws IOException {
    try (Stream<Path> files = Files.walk(events)) {
      return files.filter(file -> file.getFileName().toString().startsWith("events_1_")).toList();
    }
  }

  private static void assertNothingOfTheDataIn(Run run, Program program, List<Path> eventLog)
      throws IOException {
    List<String> texts = new ArrayList<>(List.of(program.err()));
    List<Path> files = new ArrayList<>(cluster.logs());
    assertThat(files).hasSizeGreaterThanOrEqualTo(5);
    files.addAll(eventLog);
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    List<String> never = new ArrayList<>(run.printedWeights());
    never.add(Run.SECRET);
    for (String text : texts) {
      assertThat(never).noneMatch(text::contains);
    }
  }

  /** The configuration is one of --files, the output on what all machines share. */
  @Test
  @Tag("cluster-short")
  void clusterDeployMode_emptyWorkingDirectory_hasTheBits() throws Exception {
    Run run = onClusterItself();
    run.with("spark.files=" + folder.resolve("run.conf"))
        .withArguments("run.conf", "--output", "viewfs://shared/runs/run");

    assertSameBits(run, run.start());
    assertThat(cluster.drivers()).isNotEmpty();
    try (Stream<Path> left = Files.list(cluster.drivers().get(0))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("stdout|stderr|bellows-.*\\.jar"));
    }
  }

  @Test
  void clusterDeployMode_configurationOnASharedFileSystem_hasTheBits() throws Exception {
    Files.createDirectories(folder.resolve("runs"));
    Run run = onClusterItself();
    Files.copy(folder.resolve("run.conf"), folder.resolve("runs/run.conf"));
    run.withArguments("viewfs://shared/runs/run.conf", "--output", "viewfs://shared/runs/run");

    assertSameBits(run, run.start());
  }

  /** A view of a folder of this machine stands in for a file system that all machines share. */
  private Run onClusterItself() throws IOException {
    return run()
        .with(
            "spark.submit.deployMode=cluster",
            "spark.hadoop.fs.viewfs.mounttable.shared.link./runs="
                + folder.resolve("runs").toUri());
  }

  @Test
  void clusterDeployMode_outputOfOneMachine_isRefused() throws Exception {
    List<Path> before = cluster.drivers();
    Run run =
        run()
            .with("spark.submit.deployMode=cluster")
            .withArguments(folder.resolve("run.conf").toString(), "--output", "runs/run");

    Program program = run.start();
    assertThat(program.code()).isEqualTo(1);
    assertThat(program.err().lines()).last().asString().contains(" ended as FAILED; ");
    List<Path> drivers = new ArrayList<>(cluster.drivers());
    drivers.removeAll(before);
    assertThat(drivers).hasSize(1);
    assertThat(drivers.get(0).resolve("stderr"))
        .content()
        .contains("bellows: cannot use the output folder runs/run: in cluster deploy mode ");
  }

  /** As floats the rows would be 4 GB, twice the memory of both executors. */
  @Test
  void wideSparseRows_onExecutorsOfAGibibyte_haveTheBits() throws Exception {
    List<String> expected = Run.ofWideRows(folder.resolve("local")).bitsOnLocalMaster();
    Run run = Run.ofWideRows(folder.resolve("wide")).on(cluster).with("spark.executor.memory=1g");
    Program program = run.start();

    assertThat(program.code()).as(program.err()).isZero();
    assertThat(run.bits()).isEqualTo(expected);
  }

  @Test
  void dynamicAllocation_hasTheBits() throws Exception {
    Run run =
        run()
            .with(
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.shuffleTracking.enabled=true",
                "spark.dynamicAllocation.initialExecutors=1",
                "spark.dynamicAllocation.maxExecutors=2",
                "spark.dynamicAllocation.executorIdleTimeout=2s",
                "spark.dynamicAllocation.cachedExecutorIdleTimeout=2s");

    assertSameBits(run, run.start());
  }

  @Test
  @Tag("cluster-short")
  void executorKilledInTheMiddleOfARound_hasTheBits() throws Exception {
    Run run = run().with(Trouble.Kind.HANG, "epoch 2, round 3");
    Program program = run.start();

    cluster.killExecutor(run.workerInTrouble(program));

    assertSameBits(run, program);
  }

  /** The validation of epoch 1 is held up in one executor, while the other is replaced. */
  @Test
  void executorKilledBetweenRounds_hasTheBits() throws Exception {
    Run run = run().with(Trouble.Kind.HANG_AFTER, "epoch 1, round 5");
    Program program = run.start();
    String holding = run.workerInTrouble(program);
    List<String> before = cluster.executors();

    cluster.killExecutor(holding.equals("worker-1") ? "worker-2" : "worker-1");
    Await.until(
        "the worker has started another executor",
        () -> cluster.executors().size() == 2 && !before.containsAll(cluster.executors()));
    run.release();

    assertSameBits(run, program);
  }

  @Test
  void allExecutorsKilledAtOnce_hasTheBits() throws Exception {
    Run run = run().with(Trouble.Kind.HANG, "epoch 2, round 3");
    Program program = run.start();

    run.workerInTrouble(program);
    assertThat(cluster.executors()).hasSize(2);
    cluster.killExecutors();

    assertSameBits(run, program);
  }

  /** Spark then starts tasks of the slow executor again on the other one. */
  @Test
  void slowExecutor_withSpeculation_hasTheBits() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    Run run =
        run()
            .with(
                "spark.speculation=true",
                "spark.speculation.quantile=0.5",
                "spark.speculation.minTaskRuntime=100ms",
                "spark.eventLog.enabled=true",
                "spark.eventLog.compress=false",
                "spark.eventLog.dir=" + events.toUri())
            .with(Trouble.Kind.SLOW, "epoch 1, round 2");

    assertSameBits(run, run.start());
    assertThat(eventLog(events).get(0)).content().contains("\"Speculative\":true");
  }

  @Test
  void taskThatFailsOnce_isRepeatedAndHasTheBits() throws Exception {
    Run run = run().with(Trouble.Kind.FAIL_ONCE, "epoch 2, round 3");
    Program program = run.start();

    run.workerInTrouble(program);
    assertSameBits(run, program);
  }

  @Test
  @Tag("cluster-short")
  void taskThatFailsAlways_endsWithASentenceAndTheSameCommandGoesOn() throws Exception {
    Run run = run().with(Trouble.Kind.FAIL, "epoch 2, round 3");
    Program program = run.start();

    assertGivesUp(program, "the task was made to fail");
    run.release();
    assertGoesOn(run);
  }

  @Test
  void executorsKilledMoreOftenThanSparkBears_theSameCommandGoesOn() throws Exception {
    Run run = run().with("spark.task.maxFailures=1").with(Trouble.Kind.HANG, "epoch 2, round 3");
    Program program = run.start();

    cluster.killExecutor(run.workerInTrouble(program));

    assertGivesUp(program, "bellows: Spark gave up after it had lost executors; ");
    assertGoesOn(run);
  }

  private static void assertGivesUp(Program program, String why) throws Exception {
    assertThat(program.code()).isEqualTo(70);
    assertThat(program.err().lines().filter(line -> line.startsWith("bellows: ")))
        .last()
        .asString()
        .contains(why);
    assertThat(program.err()).doesNotContain("\tat ");
  }

  private static void assertGoesOn(Run run) throws Exception {
    Program again = run.start();
    assertSameBits(run, again);
    assertThat(again.err()).doesNotContain("\n    1 ").contains("\n    2 ");
  }
}
