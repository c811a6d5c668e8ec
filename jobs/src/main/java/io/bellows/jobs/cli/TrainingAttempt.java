package io.bellows.jobs.cli;

import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.report.EpochLines;
import io.bellows.jobs.report.HistoryCsv;
import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.Ownership;
import io.bellows.jobs.report.Provenance;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import io.bellows.kernels.training.RoundProgress;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt at a run, in a folder that no other driver writes to. */
final class TrainingAttempt implements TrainingListener {
  private final Console console;
  private final RunConfig run;
  private final RunFolder folder;
  private final OutputFolder.Attempt attempt;
  private final Ownership owner;
  private @Nullable String made;
  private EpochLines lines;
  private int member;
  private Consumer<String> history;
  private final Instant started;

  /**
   * An attempt.
   *
   * @param made the text of a configuration that was made for the run, to be left beside it
   */
  TrainingAttempt(
      Console console,
      RunConfig run,
      RunFolder folder,
      OutputFolder.Attempt attempt,
      Ownership owner,
      @Nullable String made) {
    this.console = console;
    this.run = run;
    this.folder = folder;
    this.attempt = attempt;
    this.owner = owner;
    this.made = made;
    this.lines = new EpochLines(console.err(), run.request().training().earlyStopping());
    this.history = csv -> folder.writeHistory(0, csv);
    this.started = console.clock().instant();
  }

  /**
   * Trains and saves. An older run that gives way is there until the first checkpoint, or the end.
   *
   * @param application what Spark's listings call it
   * @return empty when somebody asked to stop, and what has come of it is kept
   * @throws StopRequest.Stopped when nothing has come of it
   */
  Optional<RunResult> result(String application) {
    try (Backend backend = console.backends().open(application)) {
      Backend.Trained trained =
          backend.train(
              run.request(),
              new Backend.Checkpointing(
                  folder.checkpoints(), run.checkpoint(), attempt.goesOn(), this::requireOurs),
              this);
      if (trained.result().end() == TrainingResult.End.STOPPED) {
        tellOfStop(trained);
        return Optional.empty();
      }
      requireOurs();
      RunResult result = saved(backend, trained);
      requireOurs();
      attempt.finish(result.text());
      return Optional.of(result);
    } catch (StopRequest.Stopped e) {
      throw attempt.isKept() ? e.leaving(folder.path()) : e;
    }
  }

  /** Before anything is written. */
  private void requireOurs() {
    owner.require();
    attempt.keep();
    if (made != null) {
      folder.writeConfiguration(made);
      made = null;
    }
  }

  private void tellOfStop(Backend.Trained trained) {
    TrainingState.Standing kept = trained.kept().orElseThrow(StopRequest.Stopped::new);
    console.say(
        String.format(
            Locale.ROOT,
            "stopped; the same command goes on after %,d rounds, in epoch %d",
            kept.updates(),
            kept.epoch() + 1));
  }

  /** A history that cannot be written is no reason to stop; the next epoch's may be. */
  @Override
  public void epochEnded(TrainingState state) {
    lines.epochEnded(state);
    requireOurs();
    try {
      history.accept(HistoryCsv.of(state.history()));
    } catch (OutputException e) {
      console.warn(e.getMessage() + "; training goes on");
    }
  }

  @Override
  public void memberBegins(int begun, int of) {
    console.say(
        String.format(
            Locale.ROOT,
            "network %d of %d, seed %d",
            begun + 1,
            of,
            run.request().training().seed() + begun));
    member = begun;
    lines = new EpochLines(console.err(), run.request().training().earlyStopping());
    history = csv -> folder.writeHistory(begun, csv);
  }

  @Override
  public void refitBegins(long updates) {
    console.say(
        String.format(
            Locale.ROOT,
            "refit: training again on training and validation rows, for the %,d updates of the best epoch",
            updates));
    lines = new EpochLines(console.err(), Optional.empty());
    int refitted = member;
    history = csv -> folder.writeRefitHistory(refitted, csv);
  }

  @Override
  public void roundsGoOn(RoundProgress progress) {
    lines.roundsGoOn(progress);
  }

  @Override
  public boolean stopRequested() {
    return console.stop().getAsBoolean();
  }

  /** A diverged run without a best epoch has no weights worth keeping. */
  private RunResult saved(Backend backend, Backend.Trained trained) {
    writeAll(trained.members(), folder::writeHistory);
    trained.refit().ifPresent(refit -> writeAll(refit.networks(), folder::writeRefitHistory));
    boolean saved = trained.result().isUsable();
    if (saved) {
      folder.saveModel(trained.saveModel());
    }
    return RunResult.of(
        trained.result(),
        trained.data(),
        trained.task(),
        trained.test(),
        trained.efficiency(),
        trained.refit(),
        trained.members(),
        saved,
        provenance(backend.platform(), trained));
  }

  private static void writeAll(List<TrainingResult> networks, BiConsumer<Integer, String> writer) {
    for (int network = 0; network < networks.size(); network++) {
      writer.accept(network, HistoryCsv.of(networks.get(network).history()));
    }
  }

  private Provenance provenance(Backend.Platform platform, Backend.Trained trained) {
    return new Provenance(
        run.json(),
        run.request().training().seed(),
        run.request().training().batching().shares(),
        platform.sparkVersion(),
        platform.master(),
        trained.execution().engine(),
        trained.execution().kernels(),
        owner.attempt(),
        attempt.changes(),
        started,
        console.clock().instant());
  }
}
