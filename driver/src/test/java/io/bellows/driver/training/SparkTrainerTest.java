package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops after the last epoch: what was trained is not lost. */
class SparkTrainerTest {
  private static final int EPOCHS = 2;

  @TempDir Path folder;
  private final SparkContext spark = SparkSessions.local().sparkContext();
  private TestRun run;

  @BeforeEach
  void describeRun() {
    run =
        TestRun.csv(TestTable.mixed(300, 1).csv(folder.resolve("table.csv")))
            .test(0.2)
            .hidden(4)
            .maxEpochs(EPOCHS);
    spark.setJobGroup(group(), "", false);
  }

  @AfterEach
  void leaveGroup() {
    spark.clearJobGroup();
  }

  private String group() {
    return folder.toString();
  }

  @Test
  void train_askedToStopDuringTheTest_isStoppedAndHasItsModel() {
    AtomicBoolean isAsked = new AtomicBoolean();

    TrainingOutcome outcome =
        train(
            () -> {
              boolean wasAsked = isAsked.getAndSet(true);
              spark.cancelJobGroupAndFutureJobs(group());
              return wasAsked;
            });

    assertIsStopped(outcome);
  }

  @Test
  void train_askedToStopBeforeTheTest_isStoppedAndHasItsModel() {
    assertIsStopped(train(() -> true));
  }

  @Test
  void train_testFails_isNoStop() {
    assertThatThrownBy(
            () ->
                train(
                    () -> {
                      spark.cancelJobGroupAndFutureJobs(group());
                      return false;
                    }))
        .hasMessageContaining("cancelled");
  }

  /**
   * Trains.
   *
   * @param stopRequested asked before the test, and when it has failed
   */
  private TrainingOutcome train(BooleanSupplier stopRequested) {
    return SparkTrainer.train(
        SparkSessions.local(), run.request(), new AfterLastEpoch(stopRequested));
  }

  private void assertIsStopped(TrainingOutcome outcome) {
    spark.clearJobGroup();
    TrainingOutcome whole = run.train();
    assertThat(whole.result().end()).isEqualTo(TrainingResult.End.MAX_EPOCHS);
    assertThat(whole.test()).isPresent();
    assertThat(outcome.result().end()).isEqualTo(TrainingResult.End.STOPPED);
    assertThat(outcome.test()).isEmpty();
    assertThat(outcome.result().history()).hasSize(EPOCHS);
    assertThat(outcome.efficiency().orElseThrow().peakPerCore()).isEmpty();
    assertThat(outcome.result().weights().values())
        .containsExactly(whole.result().weights().values());
  }

  private static final class AfterLastEpoch implements TrainingListener {
    private final BooleanSupplier stopRequested;
    private boolean isTrained;

    AfterLastEpoch(BooleanSupplier stopRequested) {
      this.stopRequested = stopRequested;
    }

    @Override
    public void epochEnded(TrainingState state) {
      isTrained = state.history().size() == EPOCHS;
    }

    @Override
    public boolean stopRequested() {
      return isTrained && stopRequested.getAsBoolean();
    }
  }
}
