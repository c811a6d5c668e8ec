package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.RegressionSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loop with an engine whose rounds take a second of a clock turned by hand, and add 1 to the
 * only weight: a weight of 7 is that of the seventh round. An epoch has four rounds.
 */
class TrainingLoopTest {
  private static final int ROUNDS = 4;

  private final Network network = TestNetworks.linear(1, 1);
  private final BatchPlan plan = BatchPlan.of(8, new BatchSize(2), 1, LastBatch.KEEP);
  private final List<Segment> segments = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();
  private final List<Float> validatedAt = new ArrayList<>();
  private final List<RoundProgress> progress = new ArrayList<>();
  private long seconds;
  private long secondsOfRound = 1;
  private long stopAfterSeconds = Long.MAX_VALUE;
  private int divergingRound = Integer.MAX_VALUE;
  private float weightOfDivergingRound = 1;

  @Test
  void run_maxEpochs_endsAfterThem() {
    TrainingResult result = run(config().maxEpochs(3), 5, 4, 3);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_EPOCHS);
    assertThat(result.history()).hasSize(3);
    assertThat(segments)
        .containsExactly(new Segment(0, 0, 4), new Segment(1, 0, 4), new Segment(2, 0, 4));
    assertThat(told).containsExactly(1, 2, 3);
  }

  /** The rounds after a fall know of it, and so does the history. */
  @Test
  void run_plateau_lowersTheRateOfTheEpochsAfter() {
    TrainingResult result =
        run(
            config()
                .maxEpochs(4)
                .plateau(
                    new ReduceOnPlateau(
                        "validation-loss", Metric.Direction.MINIMIZE, 0.5, 1, 0, 0, 0)),
            5,
            5,
            4,
            4);
    assertThat(segments)
        .containsExactly(
            new Segment(0, 0, 4, 1),
            new Segment(1, 0, 4, 1),
            new Segment(2, 0, 4, 0.5),
            new Segment(3, 0, 4, 0.5));
    assertThat(result.history().stream().map(EpochRecord::learningRate))
        .containsExactly(1.0, 1.0, 0.5, 0.5);
  }

  @Test
  void run_maxEpochs_bringsTheBestWeightsBack() {
    TrainingResult result = run(config().maxEpochs(4).patience(9), 5, 3, 4, 6);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_EPOCHS);
    assertBest(result, 1);
  }

  @Test
  void run_patienceOver_stopsEarlyAndBringsTheBestWeightsBack() {
    TrainingResult result = run(config().maxEpochs(9).patience(2), 5, 3, 4, 6, 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertThat(result.history()).hasSize(4);
    assertBest(result, 1);
  }

  @Test
  void run_patienceOverAtTheLastEpoch_saysEarlyStopping() {
    TrainingResult result = run(config().maxEpochs(3).patience(2), 3, 4, 6);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertBest(result, 0);
  }

  /** The weight is 4, 8, 12, 16 at the ends of epochs; training goes on from it, not its mean. */
  @Test
  void run_meanOfEpochs_isWhatIsValidatedAndKept() {
    TrainingResult result = run(config().maxEpochs(4).averaging(new EpochAverage(1)), 5, 4, 3, 2);
    assertThat(validatedAt).containsExactly(4f, 8f, 10f, 12f);
    assertThat(result.weights().values()[0]).isEqualTo(12);
  }

  @Test
  void run_meanOfEpochs_comesBackAsItWasAtTheBest() {
    TrainingResult result =
        run(config().maxEpochs(4).averaging(new EpochAverage(1)).patience(9), 5, 4, 3, 6);
    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(result.weights().values()[0]).isEqualTo(10);
  }

  /** Two epochs of four rounds and half of one. */
  @Test
  void run_epochThatIsCut_isNotInTheMean() {
    TrainingResult result =
        run(config().maxEpochs(9).maxRounds(10).averaging(new EpochAverage(0)), 5, 4, 3);
    assertThat(validatedAt).containsExactly(4f, 6f, 6f);
    assertThat(result.weights().values()[0]).isEqualTo(6);
  }

  /** 1, then halfway to 2, 3 and 4. */
  @Test
  void run_exponentialAverage_isWhatIsValidatedAndKept() {
    TrainingResult result = run(config().maxEpochs(1).averaging(new ExponentialAverage(0.5)), 5);
    assertThat(validatedAt).containsExactly(3.125f);
    assertThat(result.weights().values()[0]).isEqualTo(3.125f);
  }

  @Test
  void run_targetReached_endsWithSuccessAndTheWeightsThatReachedIt() {
    TrainingResult result =
        run(config().maxEpochs(9).earlyStopping(TestConfig.towards(3, 9, 0)), 5, 3.25, 3, 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.TARGET);
    assertThat(result.end().sentence())
        .isEqualTo("the monitored figure reached training.early-stopping.target");
    assertThat(result.history()).hasSize(3);
    assertBest(result, 2);
  }

  @Test
  void run_targetReachedAtTheLastEpoch_saysSo() {
    TrainingResult result =
        run(config().maxEpochs(2).earlyStopping(TestConfig.towards(3, 9, 0)), 5, 2);
    assertThat(result.end()).isEqualTo(TrainingResult.End.TARGET);
  }

  /** Reached and lost again before the third epoch was done. */
  @Test
  void run_minEpochs_endsAtTheFirstFigureThatReachesTheTargetThen() {
    TrainingResult result =
        run(config().maxEpochs(9).earlyStopping(TestConfig.towards(3, 9, 3)), 1, 5, 4, 3, 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.TARGET);
    assertThat(result.history()).hasSize(4);
    assertBest(result, 0);
  }

  @Test
  void run_minEpochsAndPatienceLongOver_stopsWithThem() {
    TrainingResult result =
        run(config().maxEpochs(9).earlyStopping(TestConfig.towards(0, 1, 4)), 3, 4, 5, 6, 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertThat(result.history()).hasSize(4);
    assertBest(result, 0);
  }

  @Test
  void run_bestWeightsNotWanted_keepsTheLast() {
    TrainingResult result =
        run(config().maxEpochs(9).earlyStopping(TestConfig.onValidationLoss(2, false)), 5, 3, 4, 6);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertThat(result.bestRestored()).isFalse();
    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(result.weights().values()[0]).isEqualTo(16);
  }

  @Test
  void run_maxRoundsInMidEpoch_endsThereEvaluatesAndBringsTheBestBack() {
    TrainingResult result = run(config().maxEpochs(9).maxRounds(10).patience(9), 3, 4, 5);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_ROUNDS);
    assertThat(segments).last().isEqualTo(new Segment(2, 0, 2));
    assertThat(validatedAt).containsExactly(4f, 8f, 10f);
    assertBest(result, 0);
  }

  @Test
  void run_maxRoundsAtAnEpochsEnd_beginsNoFurtherEpoch() {
    TrainingResult result = run(config().maxEpochs(9).maxRounds(8), 3, 4);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_ROUNDS);
    assertThat(segments).hasSize(2);
    assertThat(result.weights().values()[0]).isEqualTo(8);
  }

  @Test
  void run_maxTime_endsAfterTheRoundInHandAndBringsTheBestBack() {
    TrainingResult result =
        run(config().maxEpochs(9).maxTime(Duration.ofSeconds(6)).patience(9), 3, 4);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_TIME);
    assertThat(validatedAt).containsExactly(4f, 6f);
    assertThat(result.history()).last().extracting(EpochRecord::updates).isEqualTo(6L);
    assertBest(result, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void run_lossNotFinite_endsAsDivergedWithTheBestSoFar(float loss) {
    divergingRound = 9;
    weightOfDivergingRound = loss;
    TrainingResult result = run(config().maxEpochs(9).patience(9), 3, 4);
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(result.end().sentence())
        .isEqualTo(
            "the loss or a weight is no longer a finite number, or an epoch's loss exceeded"
                + " training.divergence-threshold");
    assertThat(result.history()).hasSize(2);
    assertThat(told).containsExactly(1, 2);
    assertBest(result, 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1.999})
  void run_epochsLossAboveTheThreshold_endsAsDivergedBeforeItIsValidated(double threshold) {
    TrainingResult result = run(config().maxEpochs(9).divergenceThreshold(threshold));
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(result.isUsable()).isFalse();
    assertThat(segments).containsExactly(new Segment(0, 0, 4));
    assertThat(validatedAt).isEmpty();
  }

  @Test
  void run_epochsLossAtTheThreshold_goesOn() {
    TrainingResult result = run(config().maxEpochs(2).divergenceThreshold(2), 3, 4);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_EPOCHS);
  }

  /** Whole epochs only, so that where a run is left does not decide how it ends. */
  @Test
  void run_partOfAnEpochAboveTheThreshold_isNotDiverged() {
    TrainingResult result = run(config().maxEpochs(2).maxRounds(2).divergenceThreshold(0.5), 3);
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_ROUNDS);
  }

  @Test
  void run_weightNotFinite_endsAsDivergedBeforeItIsValidated() {
    divergingRound = 8;
    weightOfDivergingRound = 1;
    TrainingResult result = run(config().maxEpochs(9).patience(9), 3, 4);
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(validatedAt).containsExactly(4f);
    assertBest(result, 0);
  }

  @Test
  void run_divergedBeforeAnyValidation_hasNoBest() {
    divergingRound = 2;
    weightOfDivergingRound = Float.NaN;
    TrainingResult result = run(config().maxEpochs(9).patience(9), 3);
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(result.bestEpoch()).isEqualTo(-1);
    assertThat(result.bestRestored()).isFalse();
    assertThat(result.history()).isEmpty();
  }

  @Test
  void run_evaluateEveryThree_validatesThoseEpochsAndTheLast() {
    TrainingResult result = run(config().maxEpochs(8).evaluateEvery(3).patience(1), 3, 2, 1);
    assertThat(validatedAt).containsExactly(12f, 24f, 32f);
    assertThat(result.history().stream().map(EpochRecord::figures))
        .filteredOn(figures -> figures.containsKey("validation-loss"))
        .hasSize(3);
    assertThat(result.bestEpoch()).isEqualTo(7);
  }

  /** Patience counts validations, not epochs. */
  @Test
  void run_evaluateEveryTwo_stopsAfterPatienceValidations() {
    TrainingResult result = run(config().maxEpochs(20).evaluateEvery(2).patience(2), 3, 4, 4, 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertThat(validatedAt).containsExactly(8f, 16f, 24f);
    assertBest(result, 1);
  }

  @Test
  void run_noValidation_neverStopsEarly() {
    TrainingResult result = loop(config().maxEpochs(5).patience(1).build(), Optional.empty());
    assertThat(result.end()).isEqualTo(TrainingResult.End.MAX_EPOCHS);
    assertThat(result.bestRestored()).isFalse();
    assertThat(result.weights().values()[0]).isEqualTo(20);
  }

  @Test
  void run_monitorOfTheRunningLoss_stopsOnIt() {
    EarlyStopping onLoss =
        new EarlyStopping(
            "loss",
            Metric.Direction.MINIMIZE,
            0,
            2,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            0,
            0,
            true);
    TrainingResult result =
        loop(config().maxEpochs(9).earlyStopping(onLoss).build(), Optional.empty());
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertBest(result, 0);
  }

  @Test
  void run_records_sayWhatTheEpochsWere() {
    TrainingResult result = run(config().maxEpochs(2), 5, 4);
    EpochRecord record = result.history().get(1);
    assertThat(record.epoch()).isEqualTo(1);
    assertThat(record.updates()).isEqualTo(8);
    assertThat(record.learningRate()).isEqualTo(1);
    assertThat(record.figures()).containsEntry("loss", 2.0).containsEntry("validation-loss", 4.0);
    assertThat(record.timing().roundSeconds()).isEqualTo(4);
    assertThat(record.timing().rowsPerSecond()).isEqualTo(2);
  }

  @Test
  void run_evaluateTraining_addsFiguresOfTheTrainingRows() {
    TrainingResult result = run(config().maxEpochs(1).evaluateTraining(), 5);
    assertThat(result.history().get(0).figures())
        .containsEntry("training-loss", 0.25)
        .containsEntry("validation-loss", 5.0);
  }

  @Test
  void run_askedToStop_endsAfterTheRoundInHandAndBringsTheBestBack() {
    stopAfterSeconds = 6;
    TrainingResult result = run(config().maxEpochs(9).patience(9), 3);
    assertThat(result.end()).isEqualTo(TrainingResult.End.STOPPED);
    assertThat(validatedAt).containsExactly(4f);
    assertThat(segments).last().isEqualTo(new Segment(1, 0, 4));
    assertThat(seconds).isEqualTo(6);
    assertThat(result.history()).hasSize(1);
    assertBest(result, 0);
  }

  @Test
  void run_askedToStopInTheFirstEpoch_keepsTheWeightsOfTheRoundInHand() {
    stopAfterSeconds = 3;
    TrainingResult result = run(config().maxEpochs(9).patience(9));
    assertThat(result.bestRestored()).isFalse();
    assertThat(result.weights().values()[0]).isEqualTo(3);
  }

  /** The last epoch was cut: the run has not come to its end. */
  @Test
  void run_askedToStopInTheLastEpoch_isNotFinished() {
    stopAfterSeconds = 7;
    assertThat(run(config().maxEpochs(2), 3).end()).isEqualTo(TrainingResult.End.STOPPED);
  }

  @Test
  void run_askedToStopBeforeTheFirstRound_makesNone() {
    stopAfterSeconds = 0;
    TrainingResult result = run(config().maxEpochs(2));
    assertThat(result.end()).isEqualTo(TrainingResult.End.STOPPED);
    assertThat(result.history()).isEmpty();
    assertThat(segments).isEmpty();
  }

  /** Who asks to stop may cancel an evaluation under way. */
  @Test
  void run_evaluationFailsAfterTheRequest_isLeftOut() {
    stopAfterSeconds = 5;
    TrainingResult result =
        loop(
            config().maxEpochs(9).build(),
            Optional.of(
                weights -> {
                  seconds++;
                  throw new IllegalStateException("cancelled");
                }));
    assertThat(result.end()).isEqualTo(TrainingResult.End.STOPPED);
    assertThat(result.history()).isEmpty();
  }

  @Test
  void run_evaluationFails_fails() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                loop(
                    config().maxEpochs(9).build(),
                    Optional.of(
                        weights -> {
                          throw new IllegalStateException("no such rows");
                        })))
        .withMessage("no such rows");
  }

  /** Rounds of 4 seconds, 4 an epoch: the end of an epoch tells enough by itself. */
  @Test
  void run_longEpochs_tellsBeforeTenSecondsAreOver() {
    secondsOfRound = 4;
    run(config().maxEpochs(2), 3, 4);
    assertThat(progress)
        .containsExactly(
            new RoundProgress(0, 2, 4, 2, 0.5, 8), new RoundProgress(1, 2, 4, 2, 0.5, 8));
  }

  private TestConfig config() {
    return new TestConfig().batch(2).rate(1);
  }

  private TrainingResult run(TestConfig config, double... validationLosses) {
    return loop(
        config.build(),
        Optional.of(
            weights -> {
              validatedAt.add(weights.values()[0]);
              return evaluation(validationLosses[validatedAt.size() - 1]);
            }));
  }

  private TrainingResult loop(TrainingConfig config, Optional<Evaluator> validation) {
    RoundUpdate update = new RoundUpdate(config, plan);
    TrainingState state = TrainingState.initial(network, config);
    state.weights().values()[0] = 0;
    RoundEngine engine = (s, segment, stop) -> advance(update, s, segment, stop);
    return new TrainingLoop(
            config,
            plan,
            engine,
            validation,
            weights -> evaluation(0.25),
            new Listener(),
            Checkpoints.NONE,
            () -> seconds * 1_000_000_000L)
        .run(state);
  }

  private void advance(
      RoundUpdate update, TrainingState state, Segment segment, Predicate<TrainingState> stop) {
    segments.add(segment);
    for (int round = segment.from(); round < segment.to(); round++) {
      boolean diverging = segment.epoch() * ROUNDS + round + 1 == divergingRound;
      float step = diverging ? Float.NEGATIVE_INFINITY : -1;
      double loss = diverging ? 2 * weightOfDivergingRound : 2;
      update.apply(TestNetworks.sum(loss, 1, step, 0), state, segment.rateFactor());
      seconds += secondsOfRound;
      if (!state.lossIsFinite() || stop.test(state)) {
        return;
      }
    }
  }

  private final class Listener implements TrainingListener {
    @Override
    public void epochEnded(TrainingState state) {
      told.add(state.history().size());
    }

    @Override
    public void roundsGoOn(RoundProgress rounds) {
      progress.add(rounds);
    }

    @Override
    public boolean stopRequested() {
      return seconds >= stopAfterSeconds;
    }
  }

  private static EvaluationSum evaluation(double loss) {
    EvaluationSum sum =
        new EvaluationSum(new RegressionSum(List.of(new RegressionSum.Target("y", 0, 1))));
    sum.add(2 * loss, 2);
    return sum;
  }

  private static void assertBest(TrainingResult result, int epoch) {
    assertThat(result.bestEpoch()).isEqualTo(epoch);
    assertThat(result.bestRestored()).isTrue();
    assertThat(result.weights().values()[0]).isEqualTo(ROUNDS * (epoch + 1f));
  }
}
