package io.bellows.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bellows in a process of its own, which runs the jar as the launcher does. */
public final class BellowsProcess {
  private static final String JAR = System.getProperty("bellows.jar", "not set");

  private BellowsProcess() {}

  /**
   * Sends a signal. Java's own ways to end a process close what it says, too.
   *
   * @param signal such as {@code TERM}
   */
  public static void send(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Starts a command. */
  public static Process started(String... arguments) throws IOException {
    return started(List.of(), arguments);
  }

  /**
   * Starts a command.
   *
   * @param jvmOptions such as {@code -Dspark.…}; they come last, and so win
   */
  public static Process started(List<String> jvmOptions, String... arguments) throws IOException {
    Path target = Path.of(JAR).getParent();
    // Ctrl-C is ignored by children of a shell's background jobs; they inherit that.
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + target.resolve("jvm-options.txt"),
                "-Xmx1g",
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false"));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            String.join(
                ":",
                JAR,
                Files.readString(target.resolve("spark-classpath.txt")).strip(),
                target.resolve("test-classes").toString()),
            "io.bellows.jobs.cli.Main"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder
        .environment()
        .put(
            "LOG4J_CONFIGURATION_FILE",
            Path.of("../conf/log4j2.properties").toAbsolutePath().toString());
    return builder.start();
  }
}
