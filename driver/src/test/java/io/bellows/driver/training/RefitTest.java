package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.Split;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.FixedBudget;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second part of a run is the run on all its rows that ends after the best updates. */
class RefitTest {
  private static final int EPOCHS = 6;
  private static final int MEMBERS = 3;
  private static final long SEED = 5;
  private static final ExponentialDecay SCHEDULE = new ExponentialDecay(0.05, 0.1);

  @TempDir Path folder;

  /** 300 rows: 60 for the test; a fifth of 300 for validation leaves 180, and so 4 rounds. */
  @Test
  void train_refit_isTheRunOnTrainingAndValidationRowsForTheBestUpdates() {
    String path = TestTable.mixed(300, 1).csv(folder.resolve("table.csv"));
    List<Long> told = new ArrayList<>();

    TrainingOutcome searched = searching(run(path)).schedule(SCHEDULE).train();
    TrainingOutcome outcome =
        SparkTrainer.train(
            SparkSessions.local(),
            searching(run(path)).schedule(SCHEDULE).refit().request(),
            tellingOfRefit(told));
    long updates = bestUpdates(searched);
    TrainingOutcome plain =
        run(path)
            .validation(new Split.None())
            .schedule(new FixedBudget(SCHEDULE, EPOCHS * 4))
            .maxEpochs(100)
            .maxRounds(updates)
            .train();

    assertThat(told).containsExactly(updates);
    assertThat(outcome.model().weights().values())
        .containsExactly(plain.model().weights().values());
    assertThat(outcome.test().map(Evaluation::figures))
        .isEqualTo(plain.test().map(Evaluation::figures));
    assertThat(outcome.test()).isPresent();
    assertThat(figures(outcome.result())).isEqualTo(figures(searched.result()));
    assertThat(outcome.result().end()).isEqualTo(searched.result().end());
    assertThat(outcome.result().bestEpoch()).isEqualTo(searched.result().bestEpoch());
    assertThat(outcome.result().bestRestored()).isFalse();
    assertThat(outcome.data()).isEqualTo(searched.data());
    assertThat(outcome.refit().map(Refit::data)).contains(plain.data());
    assertThat(outcome.refit().map(refit -> figures(refit.networks().get(0))))
        .contains(figures(plain.result()));
    assertThat(plain.data().trainingRows()).isEqualTo(240);
  }

  /** What is fitted, categories too, is fitted to both sources. */
  @Test
  void train_validationOfItsOwnSource_isTrainedOnInTheRefit() {
    TestTable table = TestTable.mixed(300, 1);
    String all = table.csv(folder.resolve("all.csv"));
    String train = table.range(0, 240).csv(folder.resolve("train.csv"));
    String more = table.range(240, 300).csv(folder.resolve("more.csv"));
    Split validation = new Split.Separate(TestRun.csvSource(more));

    TrainingOutcome outcome =
        searching(run(train).test(new Split.None()).validation(validation)).refit().train();
    TrainingOutcome plain =
        run(all)
            .test(new Split.None())
            .validation(new Split.None())
            .maxEpochs(100)
            .maxRounds(bestUpdates(outcome))
            .train();

    assertThat(outcome.model().weights().values())
        .containsExactly(plain.model().weights().values());
    assertThat(outcome.refit().map(Refit::data)).contains(plain.data());
    assertThat(outcome.model().network().inputs()).isEqualTo(plain.model().network().inputs());
  }

  /** Each network for its own best updates, on rows that are the same for all. */
  @Test
  void train_ensemble_isThatOfTheRefitsOfItsNetworks() {
    String path = TestTable.mixed(300, 1).csv(folder.resolve("table.csv"));
    List<Long> told = new ArrayList<>();

    TrainingOutcome ensemble =
        SparkTrainer.train(
            SparkSessions.local(),
            stoppingEarly(path).seed(SEED).ensemble(MEMBERS).refit().request(),
            tellingOfRefit(told));

    Refit refit = ensemble.refit().orElseThrow();
    double loss = 0;
    for (int member = 0; member < MEMBERS; member++) {
      TrainingOutcome alone = stoppingEarly(path).seed(SEED + member).refit().train();
      assertThat(ensemble.model().members().get(member).values())
          .containsExactly(alone.model().weights().values());
      assertThat(figures(ensemble.members().get(member))).isEqualTo(figures(alone.result()));
      Refit again = alone.refit().orElseThrow();
      assertThat(figures(refit.networks().get(member))).isEqualTo(figures(again.networks().get(0)));
      assertThat(refit.data()).isEqualTo(again.data());
      assertThat(told.get(member)).isEqualTo(bestUpdates(alone));
      loss += alone.test().orElseThrow().figure("loss");
    }
    assertThat(told).hasSize(MEMBERS);
    assertThat(Set.copyOf(told)).hasSizeGreaterThan(1);
    assertThat(ensemble.test().orElseThrow().figure("loss"))
        .isCloseTo(loss / MEMBERS, Offset.offset(1e-12));
  }

  @Test
  void train_diverged_isNotRefitted() {
    String path = TestTable.mixed(300, 1).csv(folder.resolve("table.csv"));

    TrainingOutcome outcome = searching(run(path)).optimizer(new Sgd(0)).rate(1e30).refit().train();

    assertThat(outcome.result().end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(outcome.refit()).isEmpty();
  }

  @Test
  void train_noEpochLookedAt_isRefused() {
    String path = TestTable.mixed(100, 1).csv(folder.resolve("table.csv"));
    EarlyStopping late =
        new EarlyStopping(
            "validation-loss",
            Metric.Direction.MINIMIZE,
            0,
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            EPOCHS,
            0,
            true);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> searching(run(path)).earlyStopping(late).refit().train())
        .withMessage(
            "Cannot refit: early stopping has looked at no epoch, so none is the best; lower"
                + " training.early-stopping.start-from-epoch, or set training.refit = false");
  }

  private static TestRun run(String path) {
    return TestRun.csv(path)
        .validation(0.2)
        .test(0.2)
        .hidden(4)
        .dropout(0.1, 0.2)
        .batch(50)
        .averaging(new ExponentialAverage(0.9));
  }

  /** At epochs that differ by seed: dropout, few rows of validation and no mean of weights. */
  private static TestRun stoppingEarly(String path) {
    return TestRun.csv(path)
        .validation(0.2)
        .test(0.2)
        .hidden(4)
        .dropout(0.1, 0.2)
        .batch(50)
        .rate(0.1)
        .monitor("validation-loss", 1)
        .maxEpochs(30);
  }

  private static TestRun searching(TestRun run) {
    return run.monitor("validation-loss", 2).maxEpochs(EPOCHS);
  }

  private static long bestUpdates(TrainingOutcome searched) {
    return searched.result().history().get(searched.result().bestEpoch()).updates();
  }

  private static List<Map<String, Double>> figures(TrainingResult result) {
    return result.history().stream().map(EpochRecord::figures).toList();
  }

  private static TrainingListener tellingOfRefit(List<Long> told) {
    return new TrainingListener() {
      @Override
      public void epochEnded(TrainingState state) {}

      @Override
      public void refitBegins(long updates) {
        told.add(updates);
      }
    };
  }
}
