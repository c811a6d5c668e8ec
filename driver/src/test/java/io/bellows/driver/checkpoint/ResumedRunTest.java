package io.bellows.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts at one run, each ended by whatever its listener or its checkpoints throw. */
class ResumedRunTest {
  private static final int EPOCHS = 4;

  @TempDir Path folder;
  private Path table;
  private TestRun run;

  /** What a killed driver does not say. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void describeRun() {
    table = Path.of(TestTable.mixed(300, 1).csv(folder.resolve("table.csv")));
    run =
        TestRun.csv(table.toString())
            .validation(0.2)
            .test(0.2)
            .hidden(4)
            .dropout(0.1, 0.2)
            .monitor("validation-loss", 3)
            .maxEpochs(EPOCHS);
  }

  /** Rounds are 50 rows of 180, so that an epoch has 4. */
  @ParameterizedTest
  @CsvSource({"gang, VECTOR", "gang, EJML", "jobs, VECTOR", "jobs, EJML"})
  void train_killedBeforeEachCheckpoint_endsAsUndisturbed(String engine, Kernels kernels) {
    run.on(engine, kernels);
    assertSurvivesKills(run.train());
  }

  private void assertSurvivesKills(TrainingOutcome undisturbed) {
    assertSurvivesKills(undisturbed, 2);
  }

  private void assertSurvivesKills(TrainingOutcome undisturbed, int checkpoint) {
    int kills = 0;
    Optional<TrainingOutcome> outcome = Optional.empty();
    while (outcome.isEmpty()) {
      try {
        outcome = Optional.of(train(dyingAt(checkpoint, OptionalLong.of(3)), state -> {}));
      } catch (Killed e) {
        kills++;
      }
    }

    assertThat(kills).isGreaterThanOrEqualTo(EPOCHS);
    assertSame(outcome.get(), undisturbed);
  }

  /** Once the mean is of updates and moves with every round, once of epochs. */
  static Stream<Averaging> averagings() {
    return Stream.of(new ExponentialAverage(0.9), new EpochAverage(1));
  }

  @ParameterizedTest
  @MethodSource("averagings")
  void train_averagedAndKilledBeforeEachCheckpoint_endsAsUndisturbed(Averaging averaging) {
    run.on("gang", Kernels.EJML).averaging(averaging);
    assertSurvivesKills(run.train());
  }

  /** In the first part, between the two, and in the second, which has its own checkpoints. */
  @Test
  void train_refitKilledBeforeEachCheckpoint_endsAsUndisturbed() throws IOException {
    run.on("gang", Kernels.EJML).refit();
    assertSurvivesKills(run.train());
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints/refit"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("fitted.json", "preparation");
    }
  }

  /** Each network has checkpoints of its own; what is over is not trained again. */
  @Test
  void train_ensembleKilledBeforeEachCheckpoint_endsAsUndisturbed() throws IOException {
    run.on("gang", Kernels.EJML).ensemble(2).maxEpochs(3);
    TrainingOutcome undisturbed = run.train();
    assertSurvivesKills(undisturbed);
    TrainingOutcome again = train(living(), state -> fail("all networks are trained"));
    for (int member = 0; member < 2; member++) {
      assertThat(again.model().members().get(member).values())
          .containsExactly(undisturbed.model().members().get(member).values());
      assertThat(folder.resolve("checkpoints/member-" + member + "/fitted.json")).exists();
    }
  }

  /**
   * In either part, and between networks and parts. Each attempt has a checkpoint more to write: a
   * refit that ended within an epoch writes its last one again.
   */
  @Test
  void train_refitOfAnEnsembleKilledBeforeEachCheckpoint_endsAsUndisturbed() {
    run.on("gang", Kernels.EJML).ensemble(2).refit().maxEpochs(2);
    TrainingOutcome undisturbed = run.train();
    assertSurvivesKills(undisturbed, 3);
    TrainingOutcome again = train(living(), state -> {});
    for (int member = 0; member < 2; member++) {
      assertThat(again.model().members().get(member).values())
          .containsExactly(undisturbed.model().members().get(member).values());
      assertThat(folder.resolve("checkpoints/refit/member-" + member + "/fitted.json")).exists();
    }
  }

  /** The choice of the machine that began is kept; another setting would refuse, or choose anew. */
  @Test
  void train_takenUp_hasTheKernelsItBeganWith() {
    run.on(EngineChoice.AUTO, Kernels.EJML);
    stopAfterEpoch(2);
    TestRun auto = run.on(EngineChoice.AUTO, Kernels.VECTOR);

    TrainingOutcome outcome = train(living(), state -> {});

    assertThat(outcome.execution().kernels()).isEqualTo("ejml");
    assertSame(outcome, auto.on(EngineChoice.AUTO, Kernels.EJML).train());
  }

  @Test
  void train_arraysTakenUp_endAsUndisturbed() {
    String path = folder.resolve("arrays.parquet").toString();
    SparkSessions.local()
        .range(0, 200, 1, 3)
        .selectExpr(
            "array(float(id * 7 % 31), IF(id % 9 = 0, NULL, float(id))) AS v",
            "id * 7 % 31 > 15 AS label")
        .write()
        .parquet(path);
    run = TestRun.parquet(path).test(0.2).hidden(3).maxEpochs(EPOCHS);
    TrainingOutcome undisturbed = run.train();
    stopAfterEpoch(2);

    assertSame(train(living(), state -> {}), undisturbed);
  }

  /** The same rows are held out; with others on the two sides the run would be another. */
  @Test
  void train_splitByGroupsTakenUp_endsAsUndisturbed() throws IOException {
    run.derive("coalesce(int(try_cast(age AS INT) / 10), 9) AS decade")
        .validation(new Split.Groups("decade", 0.2))
        .test(new Split.Groups("decade", 0.2));
    TrainingOutcome undisturbed = run.train();
    stopAfterEpoch(2);

    assertSame(train(living(), state -> {}), undisturbed);
    run.derive("coalesce(int(try_cast(age AS INT) / 11), 9) AS decade");
    assertThatThrownBy(() -> train(living(), state -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the rows of data.train have changed since it began");
  }

  @Test
  void train_classWeightsTakenUp_endAsUndisturbed() {
    run.weight("weight").classWeights(new ClassWeightsConfig.Balanced());
    TrainingOutcome undisturbed = run.train();
    stopAfterEpoch(2);

    TrainingOutcome outcome = train(living(), state -> {});

    assertSame(outcome, undisturbed);
    assertThat(outcome.data().classWeights()).isEqualTo(undisturbed.data().classWeights());
  }

  @Test
  void train_withSecretOptions_goesOnWithoutHavingWrittenThem() throws IOException {
    run.option("password", "hunter2");
    TrainingOutcome undisturbed = run.train();
    stopAfterEpoch(2);

    assertThat(folder.resolve("checkpoints/fitted.json"))
        .content()
        .contains("(withheld)")
        .doesNotContain("hunter2");
    assertSame(train(living(), state -> {}), undisturbed);
  }

  @Test
  void train_newestCheckpointDamaged_goesOnFromTheOneBefore() throws IOException {
    stopAfterEpoch(3);
    List<Path> kept = checkpoints();
    byte[] content = Files.readAllBytes(kept.get(kept.size() - 1));
    content[content.length - 1] ^= 1;
    Files.write(kept.get(kept.size() - 1), content);

    FirstState first = new FirstState();
    TrainingOutcome outcome = train(living(), first);

    assertThat(first.epoch).isEqualTo(3);
    assertSame(outcome, run.train());
  }

  @Test
  void train_allCheckpointsCut_beginsAnew() throws IOException {
    stopAfterEpoch(2);
    for (Path checkpoint : checkpoints()) {
      byte[] content = Files.readAllBytes(checkpoint);
      Files.write(checkpoint, java.util.Arrays.copyOf(content, content.length / 2));
    }
    FirstState first = new FirstState();

    assertSame(train(living(), first), run.train());
    assertThat(first.epoch).isEqualTo(1);
  }

  @Test
  void train_fittedDamaged_beginsAnew() throws IOException {
    stopAfterEpoch(2);
    Files.writeString(folder.resolve("checkpoints/fitted.json"), "{\"format\":1}");

    // The checkpoints belong to another preparation now, and none is left to go on from.
    FirstState first = new FirstState();
    assertSame(train(living(), first), run.train());
    assertThat(first.epoch).isEqualTo(1);
  }

  @Test
  void train_preparationGone_isRefused() throws IOException {
    stopAfterEpoch(2);
    try (Stream<Path> files = Files.walk(folder.resolve("checkpoints/preparation"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    assertThatThrownBy(() -> train(living(), state -> {}))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot go on from the checkpoints in "
                + folder.resolve("checkpoints")
                + ": its preparation is not a Spark ML pipeline; train again with --overwrite");
  }

  @Test
  void train_rowsChanged_isRefusedWithBothCounts() throws IOException {
    stopAfterEpoch(2);
    List<String> lines = Files.readAllLines(table);
    Files.write(table, lines.subList(0, lines.size() - 1));

    assertThatThrownBy(() -> train(living(), state -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "Cannot go on with this run: the rows of data.train have changed since it began; there"
                + " were 300 rows with the hash sum [0-9a-f]{32}, now there are 299 rows with the"
                + " hash sum [0-9a-f]{32}\\. Bring the old rows back, choose another output, or"
                + " train again with --overwrite");
  }

  @Test
  void train_rowsInAnotherOrder_goesOn() throws IOException {
    TrainingOutcome undisturbed = run.train();
    stopAfterEpoch(2);
    List<String> lines = new java.util.ArrayList<>(Files.readAllLines(table));
    java.util.Collections.reverse(lines.subList(1, lines.size()));
    Files.write(table, lines);

    assertSame(train(living(), state -> {}), undisturbed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"validation", "test"})
  void train_rowsOfAnotherSourceChanged_isRefused(String split) throws IOException {
    Path other = Path.of(TestTable.mixed(50, 2).csv(folder.resolve("other.csv")));
    Split separate = new Split.Separate(TestRun.csvSource(other.toString()));
    if (split.equals("test")) {
      run.test(separate);
    } else {
      run.validation(separate);
    }
    stopAfterEpoch(2);
    List<String> lines = Files.readAllLines(other);
    lines.set(1, lines.get(2));
    Files.write(other, lines);

    assertThatThrownBy(() -> train(living(), state -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the rows of data." + split + " have changed since it began");
  }

  @Test
  void train_keepTwo_keepsTheNewestTwo() throws IOException {
    stopAfterEpoch(EPOCHS);

    assertThat(checkpoints().stream().map(file -> file.getFileName().toString().substring(0, 6)))
        .containsExactly("000003", "000004");
  }

  @Test
  void train_manyEpochs_leavesNoMoreFilesThanAFew() throws IOException {
    run.maxEpochs(200).monitor("validation-loss", 200);

    train(living(), state -> {});

    assertThat(checkpoints()).hasSize(2);
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(4)
          .contains("fitted.json", "preparation");
    }
  }

  /** A file where the folder should be: nothing can be written. */
  @Test
  void train_checkpointsCannotBeWritten_trainsToTheEnd() throws IOException {
    Files.writeString(folder.resolve("checkpoints"), "");

    assertSame(train(living(), state -> {}), run.train());
    assertThat(folder.resolve("checkpoints")).hasContent("");
  }

  @Test
  void train_stoppedEarlyBefore_trainsNoFurtherEpoch() {
    run.monitor("validation-loss", 1).rate(1).maxEpochs(50);
    TrainingOutcome first = train(living(), state -> {});
    assertThat(first.result().end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    FirstState told = new FirstState();

    assertSame(train(living(), told), first);
    assertThat(told.epoch).isZero();
  }

  private void stopAfterEpoch(int epoch) {
    train(
        living(),
        new TrainingListener() {
          private int ended;

          @Override
          public void epochEnded(TrainingState state) {
            ended = state.history().size();
          }

          @Override
          public boolean stopRequested() {
            return ended == epoch;
          }
        });
  }

  private RunCheckpoints living() {
    return checkpoints(OptionalLong.empty(), () -> {});
  }

  /** Checkpoints every so many rounds, of which one is never written. */
  private RunCheckpoints dyingAt(int checkpoint, OptionalLong everyRounds) {
    int[] written = {0};
    return checkpoints(
        everyRounds,
        () -> {
          if (++written[0] == checkpoint) {
            throw new Killed();
          }
        });
  }

  private RunCheckpoints checkpoints(OptionalLong everyRounds, Runnable beforeCommit) {
    return new RunCheckpoints(
        folder.resolve("checkpoints").toString(),
        new CheckpointConfig(everyRounds, Optional.of(Duration.ofDays(1)), 2),
        true,
        beforeCommit,
        System::nanoTime);
  }

  private TrainingOutcome train(RunCheckpoints checkpoints, TrainingListener listener) {
    return SparkTrainer.train(SparkSessions.local(), run.request(), checkpoints, listener);
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private static void assertSame(TrainingOutcome outcome, TrainingOutcome expected) {
    assertThat(RunBits.of(outcome.result())).isEqualTo(RunBits.of(expected.result()));
    assertThat(outcome.test().orElseThrow().figures())
        .isEqualTo(expected.test().orElseThrow().figures());
    assertThat(outcome.data()).isEqualTo(expected.data());
  }

  /** The first epoch that an attempt has ended, from 1; 0 for none. */
  private static final class FirstState implements TrainingListener {
    private int epoch;

    @Override
    public void epochEnded(TrainingState state) {
      epoch = epoch == 0 ? state.history().size() : epoch;
    }
  }
}
