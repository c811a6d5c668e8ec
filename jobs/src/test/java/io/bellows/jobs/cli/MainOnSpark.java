package io.bellows.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Commands on the real Spark, {@code local[2]}, in this JVM. */
public final class MainOnSpark {
  private final StopRequest stop = new StopRequest();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Runs a command, of whose output alone {@link #out} and {@link #err} tell. Its exit code. */
  public int run(String... arguments) {
    out.reset();
    err.reset();
    System.setProperty("spark.master", "local[2]");
    try {
      return Main.run(
          new Console(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              InstantSource.system(),
              name -> SparkBackend.start(name, stop),
              stop,
              new Deployment("local[2]", false)),
          List.of(arguments));
    } finally {
      System.clearProperty("spark.master");
    }
  }

  /** What it said on standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What it said on standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
