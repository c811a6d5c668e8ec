package io.bellows.kernels.training;

import io.bellows.kernels.network.Network;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a run used the machine: over all its rounds, without those of the first epoch where
 * there are others, since these run code that is not yet compiled. Not part of the bits.
 *
 * @param fromEpoch the first epoch that counts, from 0
 * @param epochs how many count
 * @param rounds how many rounds they had
 * @param seconds how long they took
 * @param rowsPerSecond rows through them, per second
 * @param flopPerRow as {@link Network#flopPerRow} counts
 * @param cores how many worked at the same time
 * @param peakPerCore what a core can do, in GFLOPS, where it is known
 * @param spent where the seconds went
 */
public record Efficiency(
    int fromEpoch,
    int epochs,
    long rounds,
    double seconds,
    double rowsPerSecond,
    long flopPerRow,
    int cores,
    OptionalDouble peakPerCore,
    RoundTimes spent) {
  /**
   * The efficiency of a run; empty before a round has ended.
   *
   * @param history its epochs
   */
  public static Optional<Efficiency> of(
      List<EpochRecord> history, Network network, int cores, OptionalDouble peakPerCore) {
    if (history.isEmpty()) {
      return Optional.empty();
    }
    List<EpochRecord> counted = history.size() > 1 ? history.subList(1, history.size()) : history;
    long before = history.size() > 1 ? history.get(0).updates() : 0;
    long rounds = history.get(history.size() - 1).updates() - before;
    return rounds == 0
        ? Optional.empty()
        : Optional.of(over(counted, rounds, network, cores, peakPerCore));
  }

  /**
   * The efficiency of some epochs.
   *
   * @param counted at least one
   * @param rounds how many they had together
   */
  public static Efficiency over(
      List<EpochRecord> counted,
      long rounds,
      Network network,
      int cores,
      OptionalDouble peakPerCore) {
    double seconds = 0;
    double rows = 0;
    RoundTimes spent = RoundTimes.NONE;
    for (EpochRecord epoch : counted) {
      seconds += epoch.timing().roundSeconds();
      rows += epoch.timing().roundSeconds() * epoch.timing().rowsPerSecond();
      spent = spent.plus(epoch.timing().spent());
    }
    return new Efficiency(
        counted.get(0).epoch(),
        counted.size(),
        rounds,
        seconds,
        rows / seconds,
        network.flopPerRow(),
        cores,
        peakPerCore,
        spent);
  }

  /** The same beside a peak that became known. */
  public Efficiency withPeak(OptionalDouble peak) {
    return new Efficiency(
        fromEpoch, epochs, rounds, seconds, rowsPerSecond, flopPerRow, cores, peak, spent);
  }

  /** Floating-point operations of products, in 10⁹ a second. */
  public double gflops() {
    return rowsPerSecond * flopPerRow / 1e9;
  }

  /** Which part of the peak of its cores that is. */
  public OptionalDouble shareOfPeak() {
    return peakPerCore.isPresent()
        ? OptionalDouble.of(gflops() / (cores * peakPerCore.getAsDouble()))
        : OptionalDouble.empty();
  }

  /** Seconds of a round. */
  public double roundSeconds() {
    return seconds / rounds;
  }

  /** Which part of the time went into gradients. */
  public double arithmetic() {
    return part(spent.arithmetic());
  }

  /** Which part went into waiting for each other, and adding up. */
  public double meeting() {
    return part(spent.meeting());
  }

  /** Which part went into updates. */
  public double update() {
    return part(spent.update());
  }

  /** Which part is left: Spark's, and whatever else an engine does around rounds. */
  public double engine() {
    return Math.max(0, 1 - part(spent.total()));
  }

  private double part(long nanos) {
    return nanos / 1e9 / seconds;
  }

  /** Seconds that an engine needs beside an epoch's rounds: a stage's start and end, for a gang. */
  public double engineSecondsPerEpoch() {
    return engine() * seconds / epochs;
  }

  /** All of it in a line, for a log. */
  public String sentence() {
    String peak =
        shareOfPeak().isPresent()
            ? String.format(
                Locale.ROOT,
                ", %.0f %% of the peak of %s (%.0f GFLOPS each)",
                100 * shareOfPeak().getAsDouble(),
                cores == 1 ? "1 core" : cores + " cores",
                peakPerCore.orElse(0))
            : "";
    return String.format(
        Locale.ROOT,
        "%,.0f rows/s, %.3g GFLOPS%s; a round takes %s: arithmetic %.0f %%, meeting %.0f %%, update %.0f %%, engine %.0f %%",
        rowsPerSecond,
        gflops(),
        peak,
        duration(roundSeconds()),
        100 * arithmetic(),
        100 * meeting(),
        100 * update(),
        100 * engine());
  }

  private static String duration(double seconds) {
    return seconds < 1e-3
        ? String.format(Locale.ROOT, "%.3g µs", 1e6 * seconds)
        : String.format(Locale.ROOT, "%.3g ms", 1e3 * seconds);
  }
}
