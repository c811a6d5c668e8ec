package io.bellows.jobs.cli;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import io.bellows.jobs.report.EpochLines;
import io.bellows.jobs.report.HistoryCsv;
import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.Provenance;
import io.bellows.jobs.report.Request;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import io.bellows.kernels.training.RoundProgress;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.time.Instant;
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
          + " of JSON. A finished run that is repeated shows its result again.",
      "Asked to stop, by SIGTERM or Ctrl-C, it ends after the round in hand and keeps the model; a"
          + " second Ctrl-C ends it at once.",
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

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunConfig run = RunConfigLoader.load(file, overrides, Optional.ofNullable(output));
    run.warnings().forEach(console::warn);
    RunFolder folder = RunFolder.at(run.output());
    List<String> paths = paths(run.request().data());
    Request request = new Request(run.json(), Request.inputs(paths));
    OutputFolder.Plan plan = folder.plan(request, overwrite);
    if (plan instanceof OutputFolder.Plan.Refuse refuse) {
      throw new OutputException(refuse.reason());
    }
    if (check) {
      requireAll(paths);
      console.out().print(PlanText.of(run, folder.path(), plan));
      return ExitCode.OK.number();
    }
    if (plan instanceof OutputFolder.Plan.Repeat repeat) {
      console.say("this run is finished; here is its result (--overwrite trains again)");
      return show(parsed(repeat.result(), folder), folder);
    }
    RunResult result;
    try (OutputFolder.Attempt attempt = folder.attempt((OutputFolder.Plan.Begin) plan, request)) {
      result = train(run, folder, attempt);
    }
    return result.stopped() ? tellOfStop(result, folder) : show(result, folder);
  }

  private static void requireAll(List<String> paths) {
    List<String> missing = Request.missing(paths);
    if (!missing.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot read %s: there is no such file or folder", String.join(", ", missing)));
    }
  }

  /** An older run is there until the first epoch has ended, or training has. */
  private RunResult train(RunConfig run, RunFolder folder, OutputFolder.Attempt attempt) {
    Instant started = console.clock().instant();
    EpochLines lines = new EpochLines(console.err(), run.request().training().earlyStopping());
    TrainingListener listener = new Listener(folder, attempt, lines, console.stop());
    try (Backend backend = console.backends().open("bellows train " + file)) {
      Backend.Trained trained = backend.train(run.request(), listener);
      boolean isStopped = trained.result().end() == TrainingResult.End.STOPPED;
      if (isStopped) {
        requireWorthKeeping(trained.result(), attempt);
      }
      attempt.keep();
      RunResult result = saved(run, folder, backend, trained, started);
      if (isStopped) {
        attempt.stop(result.text());
      } else {
        attempt.finish(result.text());
      }
      return result;
    } catch (StopRequest.Stopped e) {
      throw attempt.isKept() ? e.leaving(folder.path()) : e;
    }
  }

  /** A part of an epoch does not replace an older run. */
  private static void requireWorthKeeping(TrainingResult result, OutputFolder.Attempt attempt) {
    if (result.history().isEmpty() || !attempt.hasBegun()) {
      throw new StopRequest.Stopped();
    }
  }

  private int tellOfStop(RunResult result, RunFolder folder) {
    console.say(
        result.stopSentence(folder.path())
            + "; the same command trains again from the beginning, and replaces it once an epoch"
            + " has ended");
    return ExitCode.STOPPED.number();
  }

  /** Keeps what has come of an epoch. */
  private record Listener(
      RunFolder folder, OutputFolder.Attempt attempt, EpochLines lines, StopRequest stop)
      implements TrainingListener {
    @Override
    public void epochEnded(TrainingState state) {
      if (attempt.hasBegun() || !stopRequested()) {
        attempt.keep();
        folder.writeHistory(HistoryCsv.of(state.history()));
      }
      lines.epochEnded(state);
    }

    @Override
    public void roundsGoOn(RoundProgress progress) {
      lines.roundsGoOn(progress);
    }

    @Override
    public boolean stopRequested() {
      return stop.getAsBoolean();
    }
  }

  /** A diverged run without a best epoch has no weights worth keeping. */
  private RunResult saved(
      RunConfig run, RunFolder folder, Backend backend, Backend.Trained trained, Instant started) {
    folder.writeHistory(HistoryCsv.of(trained.result().history()));
    boolean saved = trained.result().isUsable();
    if (saved) {
      folder.saveModel(trained.saveModel());
    }
    Backend.Platform platform = backend.platform();
    return RunResult.of(
        trained.result(),
        trained.data(),
        trained.task(),
        trained.test(),
        trained.efficiency(),
        saved,
        new Provenance(
            run.json(),
            run.request().training().seed(),
            run.request().training().shares(),
            platform.sparkVersion(),
            platform.master(),
            trained.execution().engine(),
            trained.execution().kernels(),
            started,
            console.clock().instant()));
  }

  private int show(RunResult result, RunFolder folder) {
    if (result.diverged()) {
      console.say(
          "training diverged: the loss is no longer a finite number; try a smaller"
              + " training.optimizer.learning-rate");
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

  /** The paths of all sources, and of the labels that belong to them. */
  static List<String> paths(DataConfig data) {
    List<DataSource> sources = new ArrayList<>(List.of(data.train()));
    for (Split split : List.of(data.validation(), data.test())) {
      if (split instanceof Split.Separate separate) {
        sources.add(separate.source());
      }
    }
    List<String> paths = new ArrayList<>();
    for (DataSource source : sources) {
      paths.add(source.path());
      String labels = source.options().get("labels");
      if (source.format().equals("idx") && labels != null) {
        paths.add(labels);
      }
    }
    return paths;
  }
}
