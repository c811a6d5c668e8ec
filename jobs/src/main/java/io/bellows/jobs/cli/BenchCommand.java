package io.bellows.jobs.cli;

import io.bellows.driver.bench.Bench;
import io.bellows.driver.bench.BenchReport;
import io.bellows.jobs.config.ConfigException;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.jobs.report.BenchResult;
import io.bellows.jobs.report.BenchText;
import io.bellows.kernels.data.BatchSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How fast training can be here, and what takes the time. */
@Command(
    name = "bench",
    description = {
      "Measures kernels, engines and rounds, and says which settings suit.",
      "Takes about half a minute. Without RUN.conf its rows are drawn. The last line of stdout is"
          + " one line of JSON.",
    })
final class BenchCommand implements Callable<Integer> {
  private static final String NETWORK = "784-1024-1024-10";
  private static final int MOST_SECONDS = 3_600;

  private final Console console;

  @Parameters(
      paramLabel = "RUN.conf",
      arity = "0..1",
      description = "A run's configuration: measures on its training rows.")
  private @Nullable String file;

  @Option(
      names = "--network",
      paramLabel = "SIZES",
      description = "Inputs, hidden units and outputs; default: " + NETWORK + ".")
  private @Nullable String network;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting, such as training.batch-size=128; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long rounds of each kind are measured, after a warm-up; default: 3.")
  private double seconds = 3;

  @Option(
      names = "--output",
      paramLabel = "FILE.json",
      converter = PathText.class,
      description =
          "Writes the JSON there, too; an older file is replaced only when bellows bench wrote it.")
  private @Nullable String output;

  @Spec private CommandSpec spec = CommandSpec.create();

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireTime();
    Optional<List<Integer>> sizes = file == null ? Optional.of(sizes()) : Optional.empty();
    if (file != null && network != null) {
      throw usage("expected RUN.conf or --network, not both");
    }
    RunConfig run =
        file != null
            ? RunConfigLoader.load(file, overrides, Optional.of("unused"))
            : RunConfigLoader.ofNetwork(hidden(sizes.orElseThrow()), overrides);
    boolean isFull = run.request().training().batching().size().equals(BatchSize.FULL);
    if (sizes.isPresent() && isFull) {
      throw new ConfigException(
          List.of("training.batch-size: drawn rows have no full batch; expected a whole number"));
    }
    run.warnings().forEach(console::warn);
    Optional<String> written = Optional.ofNullable(output);
    written.ifPresent(BenchResult::requireUsable);
    try (Backend backend = console.backends().open("bellows bench")) {
      BenchReport report =
          backend.bench(
              run.request(),
              sizes.map(all -> new Bench.Sizes(all.get(0), all.get(all.size() - 1))),
              Duration.ofNanos(Math.round(seconds * 1e9)));
      BenchResult result = BenchResult.of(report, backend.platform().master());
      console.err().flush();
      console.out().print(BenchText.of(report));
      console.out().println(result.line());
      written.ifPresent(result::write);
    }
    return ExitCode.OK.number();
  }

  private void requireTime() {
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw usage("--seconds expects a number above 0 and at most 3600, was " + seconds);
    }
  }

  private List<Integer> sizes() {
    String text = network == null ? NETWORK : network;
    if (!text.matches("[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})+")) {
      throw usage(
          "--network expects sizes below 1,000,000 such as "
              + NETWORK
              + " or 20-1, was \""
              + text
              + "\"");
    }
    return Arrays.stream(text.split("-", -1)).map(Integer::valueOf).toList();
  }

  private static List<Integer> hidden(List<Integer> sizes) {
    return sizes.subList(1, sizes.size() - 1);
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
