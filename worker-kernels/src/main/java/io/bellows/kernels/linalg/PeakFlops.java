package io.bellows.kernels.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a core can do at most, measured: fused multiply-adds on registers, as wide as the machine's
 * vectors. Several cores are measured at once, since together they may run at a lower clock.
 *
 * <p>Each thread takes the fastest of many short stretches, so that other processes disturb little.
 */
public final class PeakFlops {
  /** Ends when nothing was faster for so long; the compiler takes a while in the beginning. */
  private static final long SETTLED_NANOS = 100_000_000;

  private static final long MOST_NANOS = 2_000_000_000;
  private static final double FASTER = 0.99;

  private static final int TURNS = 4_096;

  /** Short calls, after which the compiler has been asked for its best, once in a JVM's life. */
  private static final int WARM_UP_CALLS = 20_000;

  private static final int WARM_UP_TURNS = 16;

  private PeakFlops() {}

  /**
   * The mean over threads that run at once, in GFLOPS a thread. Takes some tenths of a second, and
   * at most two seconds. Empty where {@link Kernels#VECTOR} is refused: plain Java cannot reach a
   * machine's peak.
   */
  public static OptionalDouble perCore(int threads) {
    if (Kernels.VECTOR.refusal().isPresent()) {
      return OptionalDouble.empty();
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch together = new CountDownLatch(threads);
      List<Future<Double>> speeds = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        speeds.add(pool.submit(() -> measured(together)));
      }
      double sum = 0;
      for (Future<Double> speed : speeds) {
        sum += speed.get();
      }
      return OptionalDouble.of(sum / threads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalDouble.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static double measured(CountDownLatch together) throws InterruptedException {
    float[] end = new float[FmaChains.endLength()];
    try {
      for (int call = 0; call < WARM_UP_CALLS; call++) {
        FmaChains.run(WARM_UP_TURNS, end);
      }
    } finally {
      together.countDown();
    }
    together.await();
    long begin = System.nanoTime();
    long improved = begin;
    long fastest = Long.MAX_VALUE;
    long from = begin;
    while (from - improved < SETTLED_NANOS && from - begin < MOST_NANOS) {
      FmaChains.run(TURNS, end);
      long to = System.nanoTime();
      if (to - from < FASTER * fastest) {
        improved = to;
      }
      fastest = Math.min(fastest, to - from);
      from = to;
    }
    return (double) TURNS * FmaChains.flopPerTurn() / fastest;
  }
}
