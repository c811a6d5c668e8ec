package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.schedule.CosineDecay;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.schedule.WarmUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is taken up from any state that was kept ends as if it had never been left. */
class ResumeTest {
  private static final int ROUNDS = 7;
  private static final TestRows ROWS = TestRows.classes(100, 6, 3, 1).weighted(1);

  private static final ReduceOnPlateau ON_LOSS =
      new ReduceOnPlateau("validation-loss", Metric.Direction.MINIMIZE, 0.5, 1, 0.05, 1, 0);

  private final Network network =
      TestNetworks.softmax(6, List.of(10), 3, TestMasks.everywhere(0.25, 1, Scaling.INVERTED));

  /** Everything that a run remembers: moments, schedule, constraint, patience, best weights. */
  private static TestConfig config() {
    return new TestConfig()
        .shares(3)
        .batch(10)
        .optimizer(new Adam(0.9, 0.999, 1e-7))
        .schedule(new ExponentialDecay(0.05, 0.1))
        .maxNorm(1.5)
        .maxEpochs(8)
        .evaluateEvery(3);
  }

  static Stream<TestConfig> ends() {
    return Stream.of(
        config().patience(5),
        config().patience(1).rate(0.2).evaluateEvery(1),
        config()
            .clipping(new Clipping(Clipping.By.NORM, 0.1))
            .penalties(0.001, 0, 0.01)
            .schedule(new WarmUp(new CosineDecay(0.3, 0, 2, 1), 5))
            .plateau(ON_LOSS)
            .evaluateEvery(1),
        config().rate(0.2).evaluateEvery(1).earlyStopping(TestConfig.towards(1, 9, 4)),
        config().rate(0.2).evaluateEvery(1).earlyStopping(TestConfig.towards(0, 1, 6)),
        config().patience(2).rate(0.2).averaging(new ExponentialAverage(0.75)).evaluateEvery(1),
        config().averaging(new EpochAverage(2)).patience(5),
        config().averaging(new EpochAverage(0)).maxRounds(3 * ROUNDS + 2),
        config().maxRounds(3 * ROUNDS + 2),
        config().maxRounds(3 * ROUNDS).patience(2));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void train_fromAnyKeptState_endsAsUndisturbed(TestConfig config) {
    Kept kept = new Kept(1);
    TrainingResult undisturbed = trained(config, initial(config), kept);

    assertThat(kept.states).hasSizeGreaterThan(ROUNDS);
    for (Copy state : kept.states) {
      assertSame(trained(config, state.restored(), Checkpoints.NONE), undisturbed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void train_pausingAtRounds_changesNothing(int every) {
    TestConfig config = config().patience(5);
    assertSame(
        trained(config, initial(config), new Kept(every)),
        trained(config, initial(config), Checkpoints.NONE));
  }

  /** Each run is asked to stop some rounds after it was taken up, until one comes to the end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 11})
  void train_stoppedAgainAndAgain_endsAsUndisturbed(int roundsBetween) {
    TestConfig config = config().patience(5);
    TrainingResult undisturbed = trained(config, initial(config), Checkpoints.NONE);

    TrainingState state = initial(config);
    TrainingResult result;
    int stops = -1;
    do {
      Kept kept = new Kept(Integer.MAX_VALUE);
      result = trained(config, state, kept, new StopAfter(roundsBetween));
      state = kept.states.get(kept.states.size() - 1).restored();
      stops++;
    } while (result.end() == TrainingResult.End.STOPPED);

    assertThat(stops).isPositive();
    assertSame(result, undisturbed);
  }

  /** What only the end adds, the evaluation of a cut epoch or out of turn, must not be kept. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void train_moreEpochsFromTheEnd_isTheLongerRun(int epochs) {
    TestConfig shorter = config().rate(0.05).patience(5).maxEpochs(epochs);
    Kept kept = new Kept(Integer.MAX_VALUE);
    trained(shorter, initial(shorter), kept);
    TestConfig longer = config().rate(0.05).patience(5);

    assertSame(
        trained(longer, kept.last().restored(), Checkpoints.NONE),
        trained(longer, initial(longer), Checkpoints.NONE));
  }

  @Test
  void train_moreRoundsFromACutEpoch_isTheLongerRun() {
    TestConfig shorter = config().rate(0.05).maxRounds(2 * ROUNDS + 3);
    Kept kept = new Kept(Integer.MAX_VALUE);
    trained(shorter, initial(shorter), kept);
    TestConfig longer = config().rate(0.05);

    assertThat(kept.last().standing.round()).isEqualTo(3);
    assertSame(
        trained(longer, kept.last().restored(), Checkpoints.NONE),
        trained(longer, initial(longer), Checkpoints.NONE));
  }

  @Test
  void train_stoppedEarlyBefore_trainsNoFurtherRound() {
    TestConfig config = config().patience(1).rate(0.2).evaluateEvery(1).maxEpochs(50);
    Kept kept = new Kept(Integer.MAX_VALUE);
    TrainingResult first = trained(config, initial(config), kept);
    assertThat(first.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);

    Kept again = new Kept(1);
    TrainingResult second = trained(config, kept.last().restored(), again);

    assertThat(again.states).isEmpty();
    assertSame(second, first);
  }

  static Stream<Arguments> earlyEnds() {
    return Stream.of(
        Arguments.of(1.0, 9, 0, TrainingResult.End.TARGET),
        Arguments.of(1.0, 9, 4, TrainingResult.End.TARGET),
        Arguments.of(0.0, 1, 6, TrainingResult.End.EARLY_STOPPING));
  }

  @ParameterizedTest
  @MethodSource("earlyEnds")
  void train_endedByItsFigureBefore_endsTheSameWithoutAnotherRound(
      double target, int patience, int minEpochs, TrainingResult.End end) {
    TestConfig config =
        config()
            .rate(0.2)
            .evaluateEvery(1)
            .maxEpochs(50)
            .earlyStopping(TestConfig.towards(target, patience, minEpochs));
    Kept kept = new Kept(Integer.MAX_VALUE);
    TrainingResult first = trained(config, initial(config), kept);
    assertThat(first.end()).isEqualTo(end);
    assertThat(first.history()).hasSizeBetween(Math.max(1, minEpochs), 49);

    Kept again = new Kept(1);
    assertSame(trained(config, kept.last().restored(), again), first);
    assertThat(again.states).isEmpty();
  }

  @Test
  void train_moreEpochsAtLeastAfterAnEarlyStop_isTheLongerRun() {
    TestConfig config = config().patience(1).rate(0.2).evaluateEvery(1).maxEpochs(50);
    Kept kept = new Kept(Integer.MAX_VALUE);
    int epochs = trained(config, initial(config), kept).history().size();
    config.earlyStopping(TestConfig.notBefore(epochs + 3, 1));

    TrainingResult longer = trained(config, kept.last().restored(), Checkpoints.NONE);

    assertThat(longer.history()).hasSizeGreaterThanOrEqualTo(epochs + 3);
    assertSame(longer, trained(config, initial(config), Checkpoints.NONE));
  }

  @Test
  void train_morePatienceAfterAnEarlyStop_goesOn() {
    TestConfig config = config().patience(1).rate(0.2).evaluateEvery(1).maxEpochs(50);
    Kept kept = new Kept(Integer.MAX_VALUE);
    int epochs = trained(config, initial(config), kept).history().size();

    TrainingResult patient = trained(config.patience(3), kept.last().restored(), Checkpoints.NONE);

    assertThat(patient.history()).hasSizeGreaterThan(epochs);
    assertSame(patient, trained(config, initial(config), Checkpoints.NONE));
  }

  @Test
  void train_timeOfEarlierAttempts_counts() {
    TestConfig config = config().rate(0.05);
    Kept kept = new Kept(Integer.MAX_VALUE);
    trained(config, initial(config), kept);
    TrainingState state = kept.states.get(1).restored();
    config.maxEpochs(1000).maxTime(Duration.ofNanos((long) (state.trainedSeconds() * 1e9)));

    assertThat(trained(config, state, Checkpoints.NONE).end())
        .isEqualTo(TrainingResult.End.MAX_TIME);
    assertThat(state.epoch()).isEqualTo(2);
  }

  private TrainingState initial(TestConfig config) {
    return TrainingState.initial(network, config.build());
  }

  private TrainingResult trained(TestConfig config, TrainingState state, Checkpoints checkpoints) {
    return trained(config, state, checkpoints, told -> {});
  }

  private TrainingResult trained(
      TestConfig config, TrainingState state, Checkpoints checkpoints, TrainingListener listener) {
    return new LocalTrainer(
            network,
            config.build(),
            ROWS.range(0, 70).shares(3),
            ROWS.range(70, 100).shares(2),
            new ClassificationSum(3),
            Kernels.EJML)
        .train(state, checkpoints, listener);
  }

  private static void assertSame(TrainingResult result, TrainingResult expected) {
    assertThat(result.weights().values()).containsExactly(expected.weights().values());
    assertThat(result.history().stream().map(ResumeTest::figures))
        .containsExactlyElementsOf(expected.history().stream().map(ResumeTest::figures).toList());
    assertThat(result.bestEpoch()).isEqualTo(expected.bestEpoch());
    assertThat(result.end()).isEqualTo(expected.end());
  }

  /** All of a record but its times. */
  private static List<Object> figures(EpochRecord record) {
    Map<String, Double> figures = record.figures();
    return List.of(record.epoch(), record.updates(), record.learningRate(), figures);
  }

  /** A state as it was when it was kept. */
  private record Copy(
      Weights weights,
      float[][] slots,
      @Nullable Weights average,
      @Nullable Weights best,
      TrainingState.Standing standing) {
    static Copy of(TrainingState state) {
      return new Copy(
          state.weights().copy(),
          cloned(state.optimizer().slots()),
          copied(state.average()),
          copied(state.best()),
          state.standing());
    }

    TrainingState restored() {
      return TrainingState.restored(
          weights.copy(), cloned(slots), copied(average), copied(best), standing);
    }

    private static float[][] cloned(float[][] slots) {
      return Arrays.stream(slots).map(float[]::clone).toArray(float[][]::new);
    }

    private static @Nullable Weights copied(@Nullable Weights weights) {
      return weights == null ? null : weights.copy();
    }
  }

  private static final class Kept implements Checkpoints {
    private final List<Copy> states = new ArrayList<>();
    private final int every;

    Kept(int every) {
      this.every = every;
    }

    @Override
    public boolean areDue(TrainingState moved) {
      return moved.round() % every == 0;
    }

    @Override
    public void keep(TrainingState state) {
      states.add(Copy.of(state));
    }

    Copy last() {
      return states.get(states.size() - 1);
    }
  }

  private static final class StopAfter implements TrainingListener {
    private int asked;
    private final int rounds;

    StopAfter(int rounds) {
      this.rounds = rounds;
    }

    @Override
    public void epochEnded(TrainingState state) {}

    @Override
    public boolean stopRequested() {
      return asked++ > 2 * rounds;
    }
  }
}
