package io.bellows.jobs.cli;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Formats;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.jobs.automatic.AutomaticConfig;
import io.bellows.jobs.automatic.FormatByName;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.Ownership;
import io.bellows.jobs.report.Request;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a configuration to a trained network and its report. */
@Command(
    name = "train",
    description = {
      "Trains a network as RUN.conf says; or, with --target, on a table, by a configuration that is"
          + " made for it and printed.",
      "One line an epoch goes to stderr, the result to stdout; the last line of stdout is one line"
          + " of JSON.",
      "The same command goes on where it was left, by a crash or by being asked to stop (SIGTERM,"
          + " Ctrl-C; a second one ends it at once), with the same result; a finished run shows its"
          + " result again.",
    })
final class TrainCommand implements Callable<Integer> {
  private static final String CONFIGURATION = ".conf";

  private final Console console;

  @Parameters(
      paramLabel = "RUN.conf|DATA",
      converter = PathText.class,
      description = "The run's configuration; with --target the rows to learn from.")
  private String file = "";

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column to predict, by name or by index: 0 is the first, -1 the last. All that is"
              + " not set follows from the data; repeatable.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "With --target: csv, json, parquet, orc, avro, libsvm, idx, table, or another of"
              + " Spark's; without it, by the data's name.")
  private @Nullable String format;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "With --target: an option of the reader, such as header=true; repeatable.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting, such as training.batch-size=128; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--output", paramLabel = "DIR", description = "Overrides the key output.")
  private @Nullable String output;

  @Option(
      names = "--check",
      description =
          "Checks the configuration, prints what would be done, and stops; with --target it prints"
              + " the configuration that was made, to be saved.")
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
    requireFitting();
    if (targets.isEmpty()) {
      return call(
          console, RunConfigLoader.load(file, overrides, Optional.ofNullable(output)), null);
    }
    AutomaticConfig.Given given =
        new AutomaticConfig.Given(
            file,
            Optional.ofNullable(format),
            options,
            targets,
            overrides,
            Optional.ofNullable(output));
    AutomaticConfig.check(given);
    try (Backend backend = console.backends().open("bellows train " + file)) {
      console.say("looking at " + file);
      AutomaticConfig made = AutomaticConfig.of(given, backend);
      console.out().println(made.text());
      return call(console.with(backend), made.run(), made.text());
    }
  }

  /** Which of the two the argument is, must be plain. */
  private void requireFitting() {
    boolean isData = FormatByName.isOfDataAlone(file);
    if (!targets.isEmpty() && file.endsWith(CONFIGURATION)) {
      throw usage(
          "%s is a configuration, and --target goes with data; name the column there, by columns.target",
          file);
    }
    if (targets.isEmpty() && isData) {
      throw usage("%s is data, not a configuration; name the column to predict by --target", file);
    }
    if (targets.isEmpty() && (format != null || !options.isEmpty())) {
      throw usage(
          "--format and --option go with --target; a configuration has data.format and data.options");
    }
  }

  private ParameterException usage(String sentence, Object... parts) {
    return new ParameterException(spec.commandLine(), String.format(sentence, parts));
  }

  /**
   * Does what was asked for.
   *
   * @param made the text of a configuration that was made for the run, to be left beside it
   */
  private int call(Console console, RunConfig run, @Nullable String made) {
    run.warnings().forEach(console::warn);
    console.examine(run.output());
    RunFolder folder = RunFolder.at(run.output());
    List<DataSource> sources = sources(run.request().data());
    Request request = new Request(run.json(), Request.inputs(paths(sources)), run.free());
    OutputFolder.Plan plan = plan(folder, request);
    if (check) {
      requireAll(sources);
      if (made == null) {
        console.out().print(PlanText.of(run, folder.path(), plan));
      }
      return ExitCode.OK.number();
    }
    if (plan instanceof OutputFolder.Plan.Repeat repeat) {
      return repeat(repeat, folder, sources);
    }
    try (Ownership owner = folder.claimed(Ownership.Rhythm.USUAL, console::say)) {
      return train(console, run, folder, request, sources, owner, made);
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
      Console console,
      RunConfig run,
      RunFolder folder,
      Request request,
      List<DataSource> sources,
      Ownership owner,
      @Nullable String made) {
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
          new TrainingAttempt(console, run, folder, attempt, owner, made)
              .result("bellows train " + file);
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
