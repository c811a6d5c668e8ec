package io.bellows.driver.checkpoint;

import io.bellows.driver.input.InputException;
import io.bellows.driver.storage.Storage;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.training.Checkpoints;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run: what earlier attempts have left, and those that this one writes. One
 * that cannot be written is no reason to stop: the next is tried when it is due.
 */
public final class RunCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(RunCheckpoints.class);

  private static final String REFIT = "refit";

  private final String folder;
  private final CheckpointConfig config;
  private final boolean goesOn;
  private final Runnable beforeCommit;
  private final LongSupplier nanoTime;
  private final CheckpointFolder checkpoints;
  private final FittedRunFolder fitted;
  private volatile Optional<TrainingState.Standing> keptAt = Optional.empty();
  private volatile Optional<RunCheckpoints> inHand = Optional.empty();

  /**
   * The checkpoints in a folder, which need not exist.
   *
   * @param goesOn whether earlier attempts have left what this one may go on from; else what is
   *     there belongs to a run that gives way
   * @param beforeCommit called before anything is written; may throw, to have nothing written
   * @param nanoTime a monotonic clock
   */
  public RunCheckpoints(
      String folder,
      CheckpointConfig config,
      boolean goesOn,
      Runnable beforeCommit,
      LongSupplier nanoTime) {
    this.folder = folder;
    this.config = config;
    this.goesOn = goesOn;
    this.beforeCommit = beforeCommit;
    this.nanoTime = nanoTime;
    this.checkpoints = new CheckpointFolder(folder);
    this.fitted = new FittedRunFolder(folder);
  }

  /** What to go on from. */
  public static final class Left {
    private final FittedRun run;
    private final String runChecksum;
    private final CheckpointFile file;
    private final String folder;

    private Left(FittedRun run, String runChecksum, CheckpointFile file, String folder) {
      this.run = run;
      this.runChecksum = runChecksum;
      this.file = file;
      this.folder = folder;
    }

    /** What must not be fitted anew. */
    public FittedRun run() {
      return run;
    }

    /** Where the run stood. */
    public TrainingState.Standing standing() {
      return file.standing();
    }

    /**
     * The state, to go on from.
     *
     * @throws InputException when it does not fit the network
     */
    public TrainingState state(Network network, Optimizer optimizer) {
      try {
        return file.state(network.layout(), optimizer);
      } catch (IOException e) {
        throw unusable(folder, e);
      }
    }
  }

  /**
   * The newest state that earlier attempts have left; empty when there is none to go on from.
   *
   * @throws InputException when what they had fitted is damaged
   */
  public Optional<Left> newest() {
    try {
      if (!goesOn || !fitted.exists()) {
        return Optional.empty();
      }
      String run = fitted.checksum();
      Optional<CheckpointFile> file = checkpoints.newest(run);
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(new Left(fitted.read(), run, file.get(), folder));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static InputException unusable(String folder, IOException cause) {
    return new InputException(
        String.format(
            "Cannot go on from the checkpoints in %s: %s; train again with --overwrite",
            folder, cause.getMessage()),
        cause);
  }

  /** Keeps the states of a run that begins. */
  public Checkpoints ofNew(FittedRun run) {
    return new Writer(
        () -> {
          Storage.of(folder).createFolders(folder);
          fitted.write(run);
          return fitted.checksum();
        });
  }

  /** Keeps the states of a run that goes on. */
  public Checkpoints after(Left left) {
    keptAt = Optional.of(left.standing());
    return new Writer(() -> left.runChecksum);
  }

  /** Those of the run's second part. */
  public RunCheckpoints ofRefit() {
    return part(REFIT);
  }

  /** Those of a network of an ensemble, counted from 0. */
  public RunCheckpoints ofMember(int member) {
    return part("member-" + member);
  }

  private RunCheckpoints part(String name) {
    RunCheckpoints part =
        new RunCheckpoints(Storage.child(folder, name), config, goesOn, beforeCommit, nanoTime);
    inHand = Optional.of(part);
    return part;
  }

  /** Where the newest checkpoint stands, as far as this attempt knows. */
  public Optional<TrainingState.Standing> keptAt() {
    return inHand.flatMap(RunCheckpoints::keptAt).or(() -> keptAt);
  }

  /** Gives the checksum of what the run has fitted, and sees to it that it is written. */
  @FunctionalInterface
  private interface Fitting {
    String checksum() throws IOException;
  }

  private final class Writer implements Checkpoints {
    private final Fitting fitting;
    private Optional<String> runChecksum = Optional.empty();
    private volatile long lastNanos = nanoTime.getAsLong();
    private volatile int lastRound;

    Writer(Fitting fitting) {
      this.fitting = fitting;
    }

    @Override
    public boolean areDue(TrainingState moved) {
      boolean areRoundsOver =
          config.everyRounds().isPresent()
              && moved.round() - lastRound >= config.everyRounds().getAsLong();
      return areRoundsOver
          || config.everyTime().isPresent()
              && nanoTime.getAsLong() - lastNanos >= config.everyTime().get().toNanos();
    }

    @Override
    public void keep(TrainingState state) {
      beforeCommit.run();
      try {
        // Before the first checkpoint, what the run has fitted is written.
        if (runChecksum.isEmpty()) {
          runChecksum = Optional.of(fitting.checksum());
        }
        checkpoints.add(CheckpointFile.write(state, runChecksum.get()), config.keep());
        keptAt = Optional.of(state.standing());
      } catch (IOException e) {
        LOG.warn(
            "Cannot write a checkpoint in {} ({}); training goes on, and the next one is tried when it is due",
            folder,
            e.toString());
      }
      lastNanos = nanoTime.getAsLong();
      lastRound = state.round();
    }
  }
}
