package io.bellows.jobs.report;

import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.bench.EngineSpeed;
import io.bellows.driver.bench.ExecutorSpeed;
import io.bellows.driver.engine.EngineChoice;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.speed.ProductSpeed;
import io.bellows.kernels.training.Efficiency;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a measurement came to, for people: at most 100 characters wide but for sentences. */
public final class BenchText {
  private static final double MILLI = 1e-3;

  private BenchText() {}

  /** The tables, and the advice. */
  public static String of(BenchReport report) {
    StringBuilder text = new StringBuilder();
    text.append(head(report)).append('\n');
    text.append(executors(report)).append('\n');
    text.append(rounds(report)).append('\n');
    text.append(
        line(
            "Advice: training.engine = %s, training.shares = %d, training.batch-size = %d",
            report.advice().engine(), report.advice().shares(), report.advice().batchRows()));
    text.append(line("  %s", report.advice().reason()));
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
  }

  /** The sizes of a network's layers, such as 784-128-10. */
  static String sizes(Network network) {
    return network.inputs()
        + network.layers().stream()
            .map(DenseLayer::outputs)
            .map(outputs -> "-" + outputs)
            .collect(Collectors.joining());
  }

  private static String head(BenchReport report) {
    return line(
            "Network %s: %,d parameters, %s a row in training",
            sizes(report.network()),
            report.network().layout().size(),
            flop(report.network().flopPerRow()))
        + line(
            "Batch %,d, %,d shares, %,d rows an epoch",
            report.batchRows(), report.shares(), report.rows());
  }

  private static String flop(long flop) {
    return flop < 100_000
        ? String.format(Locale.ROOT, "%,d FLOP", flop)
        : String.format(Locale.ROOT, "%.2f MFLOP", flop / 1e6);
  }

  private static String executors(BenchReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "Executors: %d of %d answered; GFLOPS a core, all cores at work, %,d rows",
            report.speeds().size(), report.executors(), report.kernelRows()));
    for (ExecutorSpeed speed : report.speeds()) {
      text.append(
          line(
              "  %s on %s, %d %s, Java %s: %s",
              speed.executor(),
              speed.host(),
              speed.cores(),
              speed.cores() == 1 ? "core" : "cores",
              speed.java(),
              speed.reason()));
      text.append(products(speed));
    }
    return text.toString();
  }

  private static String products(ExecutorSpeed speed) {
    StringBuilder text = new StringBuilder();
    if (!speed.products().isEmpty()) {
      text.append(line("    %-20s%10s%10s%10s", "layer", "A·W", "Aᵀ·dZ", "dZ·Wᵀ"));
    }
    boolean isFirst = true;
    for (ProductSpeed product : speed.products()) {
      text.append(
          line(
              "    %-20s%10s%10s%10s",
              product.inputs() + " × " + product.outputs(),
              number(product.forward()),
              number(product.gradient()),
              isFirst ? "–" : number(product.backward())));
      isFirst = false;
    }
    text.append(
        line(
            "    %-20s%10s",
            "the core's peak",
            Double.isFinite(speed.peak())
                ? number(speed.peak())
                : "not measured: the vector kernels cannot run"));
    return text.toString();
  }

  private static String rounds(BenchReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "%-15s%9s   %10s%9s%9s%9s%12s%9s%9s",
            "A round",
            "time",
            "arithmetic",
            "meeting",
            "update",
            "engine",
            "rows/s",
            "GFLOPS",
            "of peak"));
    for (EngineSpeed engine : report.engines()) {
      engine.rounds().ifPresent(rounds -> text.append(round(engine.engine(), "network", rounds)));
      engine.empty().ifPresent(rounds -> text.append(emptyRound(rounds)));
    }
    for (EngineSpeed engine : report.engines()) {
      text.append(line("  %s%s", remark(engine), stage(engine)));
    }
    return text.toString();
  }

  private static String remark(EngineSpeed engine) {
    return engine.rounds().isPresent() ? engine.remark() : engine.engine() + ": " + engine.remark();
  }

  /** What a gang needs an epoch, whatever the rounds. */
  private static String stage(EngineSpeed engine) {
    Optional<Efficiency> rounds =
        engine.rounds().filter(figures -> engine.engine().equals(EngineChoice.GANG));
    return rounds
        .map(figures -> "; the stage costs " + time(figures.engineSecondsPerEpoch()) + " an epoch")
        .orElse("");
  }

  private static String round(String engine, String network, Efficiency rounds) {
    return line(
        "  %-5s%-8s%s%12s%9s%9s",
        engine,
        network,
        parts(rounds),
        Figures.counted(Math.round(rounds.rowsPerSecond())),
        number(rounds.gflops()),
        rounds.shareOfPeak().isPresent()
            ? number(100 * rounds.shareOfPeak().getAsDouble()) + " %"
            : "–");
  }

  private static String emptyRound(Efficiency rounds) {
    return line("  %-5s%-8s%s", "", "empty", parts(rounds));
  }

  private static String parts(Efficiency rounds) {
    double all = rounds.roundSeconds();
    return String.format(
        Locale.ROOT,
        "%9s   %10s%9s%9s%9s",
        time(all),
        time(all * rounds.arithmetic()),
        time(all * rounds.meeting()),
        time(all * rounds.update()),
        time(all * rounds.engine()));
  }

  private static String time(double seconds) {
    return seconds < MILLI ? number(1e6 * seconds) + " µs" : number(1e3 * seconds) + " ms";
  }

  /** Three digits that count. */
  private static String number(double number) {
    int decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }
}
