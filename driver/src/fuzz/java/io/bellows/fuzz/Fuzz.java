package io.bellows.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds damaged inputs to a parser. It must take each of them, or refuse it with an error of ours:
 * no other exception, no hang, no allocation that is larger than the input justifies.
 *
 * <p>Every input follows from its seed, which a failure names; {@code -Dfuzz.first=SEED
 * -Dfuzz.inputs=1} tries that one alone.
 *
 * @param samples inputs as they should be
 * @param damages what is done to them, one to four times to each
 * @param refusals the errors of ours
 * @param fixedBytes what the parser may allocate for any input
 * @param bytesPerByte what it may allocate for each byte of an input
 */
public record Fuzz(
    List<byte[]> samples,
    List<Damage> damages,
    List<Class<? extends Exception>> refusals,
    long fixedBytes,
    long bytesPerByte) {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 2_000);
  private static final long FIRST_SEED = Long.getLong("fuzz.first", 0);
  private static final int MOST_DAMAGES = 4;
  private static final int SHOWN_CHARACTERS = 2_000;

  /** Longer than any pause of a busy machine: then it hangs. */
  private static final long HANGS_AFTER_SECONDS = 120;

  private static final int ENOUGH_FOR_BOTH_OUTCOMES = 1_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is tested. */
  @FunctionalInterface
  public interface Parser {
    void parse(byte[] input) throws Exception;
  }

  /** How a parser took an input. */
  private enum Outcome {
    TAKEN,
    REFUSED
  }

  /** Feeds as many inputs as this build asks for. */
  public void feed(Parser parser) {
    ExecutorService thread = Executors.newSingleThreadExecutor(Fuzz::daemon);
    try {
      // Classes are loaded once, at nobody's expense.
      samples.forEach(sample -> outcome(thread, parser, sample, "the undamaged sample", false));
      int refused = 0;
      for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
        Outcome outcome = outcome(thread, parser, input(seed), "seed " + seed, true);
        refused += outcome == Outcome.REFUSED ? 1 : 0;
      }
      requireBothOutcomes(refused);
    } finally {
      thread.shutdownNow();
    }
  }

  /** Its stack is as deep as that of any thread. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fuzz");
    thread.setDaemon(true);
    return thread;
  }

  private static void requireBothOutcomes(int refused) {
    if (INPUTS >= ENOUGH_FOR_BOTH_OUTCOMES && (refused == 0 || refused == INPUTS)) {
      throw new AssertionError(
          String.format(
              "%d of %d inputs were refused: the damage does not reach the parser, or nothing else does",
              refused, INPUTS));
    }
  }

  private byte[] input(long seed) {
    // Neighbouring seeds must not give neighbouring numbers.
    SplittableRandom random = new SplittableRandom(seed).split();
    byte[] input = samples.get(random.nextInt(samples.size()));
    for (int times = 1 + random.nextInt(MOST_DAMAGES); times > 0; times--) {
      input = damages.get(random.nextInt(damages.size())).of(input, random);
    }
    return input;
  }

  private Outcome outcome(
      ExecutorService thread, Parser parser, byte[] input, String name, boolean isBounded) {
    Future<Outcome> running = thread.submit(() -> outcome(parser, input, isBounded));
    try {
      return running.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw failed(name, input, e);
    } catch (ExecutionException e) {
      throw failed(name, input, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, input, e);
    }
  }

  private Outcome outcome(Parser parser, byte[] input, boolean isBounded) throws Exception {
    byte[] given = input.clone();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Outcome outcome = outcome(parser, given);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long most = fixedBytes + bytesPerByte * input.length;
    if (isBounded && allocated > most) {
      throw new AssertionError(
          String.format(
              "%,d bytes were allocated for an input of %,d; expected at most %,d",
              allocated, input.length, most));
    }
    return outcome;
  }

  private Outcome outcome(Parser parser, byte[] input) throws Exception {
    try {
      parser.parse(input);
      return Outcome.TAKEN;
    } catch (Exception e) {
      boolean isOurs = refusals.stream().anyMatch(type -> type.isInstance(e));
      boolean isSentence = e.getMessage() != null && !e.getMessage().isBlank();
      if (isOurs && isSentence) {
        return Outcome.REFUSED;
      }
      throw e;
    }
  }

  private static AssertionError failed(String name, byte[] input, Throwable cause) {
    String text =
        new String(
                Arrays.copyOf(input, Math.min(input.length, SHOWN_CHARACTERS)),
                StandardCharsets.ISO_8859_1)
            .replaceAll("[^\\n -~]", "?");
    return new AssertionError(
        String.format("%s, an input of %,d bytes: %s%n%s", name, input.length, cause, text), cause);
  }
}
