package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.misc.Signal;

/** Ends of a process of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SignalsTest {
  private static final String REQUEST =
      "stopping after what is in hand; a second signal (Ctrl-C) ends at once";
  private static final String END = "ended in order";

  /** A command that goes on until it is asked to stop. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] args) throws InterruptedException {
      StopRequest stop = new StopRequest();
      CountDownLatch cancelled = new CountDownLatch(1);
      stop.cancelBy(cancelled::countDown);
      Signals signals = Signals.heardBy(stop, System.out::println);
      if (args[0].equals("exit")) {
        new Thread(() -> System.exit(Integer.parseInt(args[1]))).start();
      } else {
        Signal.raise(new Signal(args[1]));
      }
      cancelled.await();
      if (stop.getAsBoolean()) {
        System.out.println(END);
      }
      signals.commandEnded();
    }
  }

  private record End(int code, String out) {
    static End of(String... args) throws Exception {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Endless.class.getName());
      builder.command().addAll(List.of(args));
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new End(process.waitFor(), out);
    }
  }

  @Test
  void heardBy_term_isARequestThatTheJvmWaitsFor() throws Exception {
    End end = End.of("raise", "TERM");

    assertThat(end.out().lines()).containsExactly(REQUEST, END);
    assertThat(end.code()).isEqualTo(143);
  }

  /** As Spark exits after an OutOfMemoryError in a task. */
  @Test
  void heardBy_exit_isNoRequest() throws Exception {
    assertThat(End.of("exit", "52")).isEqualTo(new End(52, ""));
  }
}
