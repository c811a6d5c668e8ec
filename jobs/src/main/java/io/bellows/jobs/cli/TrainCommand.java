package io.bellows.jobs.cli;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Formats;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.Ownership;
import io.bellows.jobs.report.Request;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a configuration to a trained network and its report. */
@Command(
    name = "train",
    description = {
      "Trains a network as RUN.conf says.",
      "One line an epoch goes to stderr, the result to stdout; the last line of stdout is one line"
          + " of JSON.",
      "The same command goes on where it was left, by a crash or by being asked to stop (SIGTERM,"
          + " Ctrl-C; a second one ends it at once), with the same result; a finished run shows its"
          + " result again.",
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN.conf", description = "The run's configuration.")
  private String file = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting, such as training.batch-size=128; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--output", paramLabel = "DIR", description = "Overrides the key output.")
  private @Nullable String output;

  @Option(
      names = "--check",
      description = "Checks the configuration, prints what would be done, and stops.")
  private boolean check;

  @Option(
      names = "--overwrite",
      description =
          "Replaces an older run in the output folder, once the first epoch of the new one has"
              + " ended; only a folder made by Bellows.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      paramLabel = "WHETHER",
      defaultValue = "auto",
      description =
          "auto: goes on with an unfinished run in the output folder; never: refuses it. Default:"
              + " auto.")
  private Resume resume = Resume.auto;

  /** In the spelling of the command line. */
  private enum Resume {
    auto,
    never
  }

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunConfig run = RunConfigLoader.load(file, overrides, Optional.ofNullable(output));
    run.warnings().forEach(console::warn);
    console.examine(run.output());
    RunFolder folder = RunFolder.at(run.output());
    List<DataSource> sources = sources(run.request().data());
    Request request = new Request(run.json(), Request.inputs(paths(sources)), run.free());
    OutputFolder.Plan plan = plan(folder, request);
    if (check) {
      requireAll(sources);
      console.out().print(PlanText.of(run, folder.path(), plan));
      return ExitCode.OK.number();
    }
    if (plan instanceof OutputFolder.Plan.Repeat repeat) {
      return repeat(repeat, folder, sources);
    }
    try (Ownership owner = folder.claimed(Ownership.Rhythm.USUAL, console::say)) {
      return train(run, folder, request, sources, owner);
    }
  }

  private OutputFolder.Plan plan(RunFolder folder, Request request) {
    OutputFolder.Plan plan = folder.plan(request, overwrite, resume == Resume.auto);
    if (plan instanceof OutputFolder.Plan.Refuse refuse) {
      throw new OutputException(refuse.reason());
    }
    return plan;
  }

  private int repeat(OutputFolder.Plan.Repeat repeat, RunFolder folder, List<DataSource> sources) {
    console.say("this run is finished; here is its result (--overwrite trains again)");
    sources.stream()
        .filter(source -> Request.inputs(paths(List.of(source))).isEmpty())
        .forEach(
            source ->
                console.say(
                    String.format(
                        "%s is not files: whether its rows are the same as then was not looked at",
                        source.path())));
    return show(parsed(repeat.result(), folder), folder);
  }

  /** Plans anew: before this driver was the only one, another may have finished the run. */
  private int train(
      RunConfig run, RunFolder folder, Request request, List<DataSource> sources, Ownership owner) {
    OutputFolder.Plan plan = plan(folder, request);
    if (plan instanceof OutputFolder.Plan.Repeat repeat) {
      return repeat(repeat, folder, sources);
    }
    if (plan instanceof OutputFolder.Plan.GoOn goOn) {
      goOn.changes().forEach(change -> console.say("changed since it began: " + change.sentence()));
      if (!goOn.inputs().isEmpty()) {
        console.warn("input files are not as they were; are the rows the same? " + goOn.inputs());
      }
    }
    Optional<RunResult> result;
    try (OutputFolder.Attempt attempt = folder.attempt(plan, request)) {
      result =
          new TrainingAttempt(console, run, folder, attempt, owner).result("bellows train " + file);
    }
    return result.map(ended -> show(ended, folder)).orElseGet(ExitCode.STOPPED::number);
  }

  private static void requireAll(List<DataSource> sources) {
    List<String> missing =
        Request.missing(
            paths(sources.stream().filter(source -> Formats.readsFiles(source.format())).toList()));
    if (!missing.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot read %s: there is no such file or folder", String.join(", ", missing)));
    }
  }

  private int show(RunResult result, RunFolder folder) {
    if (result.diverged()) {
      console.say(
          "training diverged: the loss is no longer a finite number, or above"
              + " training.divergence-threshold; try a smaller training.optimizer.learning-rate");
    }
    console.err().flush();
    console.out().print(result.summary());
    console.out().println("Output: " + folder.path());
    console.out().println(result.line(folder.path()));
    return (result.diverged() ? ExitCode.DIVERGED : ExitCode.OK).number();
  }

  private static RunResult parsed(String result, RunFolder folder) {
    return RunResult.parse(result)
        .orElseThrow(
            () ->
                new OutputException(
                    "cannot read result.json in "
                        + folder.path()
                        + ": it is damaged; train again with --overwrite"));
  }

  private static List<DataSource> sources(DataConfig data) {
    List<DataSource> sources = new ArrayList<>(List.of(data.train()));
    for (Split split : List.of(data.validation(), data.test())) {
      if (split instanceof Split.Separate separate) {
        sources.add(separate.source());
      }
    }
    return sources;
  }

  /** The paths of sources, and of the labels that belong to them; a table has none. */
  private static List<String> paths(List<DataSource> sources) {
    List<String> paths = new ArrayList<>();
    for (DataSource source : sources) {
      if (!source.format().equals(Formats.TABLE)) {
        paths.add(source.path());
      }
      String labels = source.options().get("labels");
      if (source.format().equals(Formats.IDX) && labels != null) {
        paths.add(labels);
      }
    }
    return paths;
  }
}
