package io.bellows.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of jobs/bin that runs, with its output in files. */
final class Program {
  private static final long LONGEST_SECONDS = 300;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a script; Spark is Maven's unless {@code -Dcluster.spark.home} says where it is. */
  static Program started(Path folder, String script, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("bin", script).toAbsolutePath().toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile(folder, script, ".out");
    Path err = Files.createTempFile(folder, script, ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    String home = System.getProperty("cluster.spark.home", "");
    if (!home.isEmpty()) {
      builder.environment().put("SPARK_HOME", home);
    }
    return new Program(builder.start(), out, err);
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended. */
  int code() throws Exception {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not end; it had said: " + err());
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }
}
