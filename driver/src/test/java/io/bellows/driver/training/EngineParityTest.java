package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PlainPreparation;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.Role;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.LocalTrainer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever a run is carried out, it gives the bits that {@link LocalTrainer} gives on rows placed
 * and prepared the plain way.
 */
class EngineParityTest {
  private static final long DATA_SEED = 17;

  @TempDir Path folder;

  @Test
  void train_anyMaster_equalsTheReferee() {
    TestTable table = TestTable.mixed(3_000, 1);
    String path = table.csv(folder.resolve("table.csv"));
    List<TestRun> runs = List.of(run(path, 8).batch(400), run(path, 3).batch(500));
    List<RunBits> expected = runs.stream().map(run -> referee(run, table)).toList();

    for (String master : List.of("local[2]", "local[1]", "local[4]", "local-cluster[2,1,1024]")) {
      List<RunBits> bits =
          SparkSessions.on(
              master,
              spark -> runs.stream().map(run -> RunBits.of(run.trainOn(spark).result())).toList());
      assertThat(bits).as(master).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 13})
  void train_anyNumberOfShares_equalsTheReferee(int shares) {
    TestTable table = TestTable.mixed(300, 2);
    TestRun run = run(table.csv(folder.resolve("table.csv")), shares);

    assertThat(RunBits.of(run.train().result())).isEqualTo(referee(run, table));
  }

  /** The shares are summands: another number of them gives other bits. */
  @Test
  void train_otherNumberOfShares_hasOtherBits() {
    TestTable table = TestTable.mixed(300, 2);
    String path = table.csv(folder.resolve("table.csv"));

    assertThat(referee(run(path, 2), table)).isNotEqualTo(referee(run(path, 3), table));
  }

  private static TestRun run(String path, int shares) {
    return TestRun.csv(path)
        .weight("weight")
        .dataSeed(DATA_SEED)
        .validation(0.1)
        .hidden(16, 8)
        .dropout(0.2, 0.5, 0.5)
        .shares(shares)
        .batch(50)
        .maxEpochs(3)
        .monitor("validation-loss", 2)
        .evaluateTraining();
  }

  private static RunBits referee(TestRun run, TestTable table) {
    PlainPreparation plain =
        new PlainPreparation(
            table, List.of("size", "age", "flat"), "label", "weight", DATA_SEED, 0.1, 0);
    int shares = run.training().shares();
    Network network =
        Network.of(
            plain.inputs(),
            run.network().hidden(),
            run.network().activation(),
            plain.labels().size(),
            run.network().dropout(),
            new SoftmaxCrossEntropy());
    return RunBits.of(
        new LocalTrainer(
                network,
                run.training(),
                plain.shares(Role.TRAINING, shares),
                plain.shares(Role.VALIDATION, shares),
                new ClassificationSum(plain.labels().size()))
            .train(state -> {}));
  }
}
