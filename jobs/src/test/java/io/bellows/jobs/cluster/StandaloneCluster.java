package io.bellows.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A master and two workers, started by bin/cluster and stopped when closed. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern EXECUTORS = Pattern.compile("executors: (\\d.*)");

  private final Path folder;
  private final String master;

  private StandaloneCluster(Path folder, String master) {
    this.folder = folder;
    this.master = master;
  }

  /**
   * Starts it.
   *
   * @param settings of Spark's, {@code key=value} each, of master and workers
   */
  static StandaloneCluster started(Path folder, String... settings) throws Exception {
    Files.createDirectories(folder);
    List<String> arguments =
        new ArrayList<>(List.of("start", "2", "--cores", "2", "--memory", "2g"));
    for (String setting : settings) {
      arguments.addAll(List.of("--conf", setting));
    }
    String master = called(folder, arguments.toArray(String[]::new)).strip();
    assertThat(master).matches("spark://127\\.0\\.0\\.1:\\d+");
    return new StandaloneCluster(folder, master);
  }

  private static String called(Path folder, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--folder", folder.resolve("state").toString()));
    all.addAll(Arrays.asList(arguments));
    Program program = Program.started(folder, "cluster", all);
    assertThat(program.code()).as(program.err()).isZero();
    return program.out();
  }

  String master() {
    return master;
  }

  /** Ends the executors of a worker by SIGKILL. */
  void killExecutor(String worker) throws Exception {
    called(folder, "kill", "executor", worker.replace("worker-", ""));
  }

  /** Ends all executors by SIGKILL. */
  void killExecutors() throws Exception {
    called(folder, "kill", "executors");
  }

  /** The process ids of all executors. */
  List<String> executors() throws Exception {
    return EXECUTORS
        .matcher(called(folder, "status"))
        .results()
        .flatMap(match -> Stream.of(match.group(1).strip().split(" ", -1)))
        .toList();
  }

  /** What master, workers, executors and drivers have written. */
  List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*(\\.log|/stderr|/stdout)")).toList();
    }
  }

  /** The folders of drivers that ran on the cluster. */
  List<Path> drivers() throws IOException {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("driver-"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws Exception {
    called(folder, "stop");
  }
}
