package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few rows, many features, every third label wrong: a network learns it by heart. */
class OverfittingTest {
  @TempDir Path folder;

  @Test
  void train_noisyData_validationLossTurnsUpAndTheBestWeightsComeBack() {
    TestTable table = noisy(200);
    String path = table.range(0, 80).csv(folder.resolve("train.csv"));
    DataSource validation =
        TestRun.csvSource(table.range(80, 200).csv(folder.resolve("validation.csv")));

    TrainingOutcome outcome =
        TestRun.csv(path)
            .validation(new Split.Separate(validation))
            .hidden(64)
            .batch(40)
            .maxEpochs(60)
            .rate(0.01)
            .evaluateTraining()
            .monitor("validation-loss", 10)
            .train();

    TrainingResult result = outcome.result();
    List<EpochRecord> history = result.history();
    double best = history.get(result.bestEpoch()).figures().get("validation-loss");
    EpochRecord last = history.get(history.size() - 1);
    assertThat(result.end()).isEqualTo(TrainingResult.End.EARLY_STOPPING);
    assertThat(result.bestRestored()).isTrue();
    assertThat(history).hasSize(result.bestEpoch() + 11);
    assertThat(last.figures().get("validation-loss")).isGreaterThan(1.1 * best);
    assertThat(last.figures().get("training-loss"))
        .isLessThan(history.get(result.bestEpoch()).figures().get("training-loss"));
    assertThat(outcome.model().evaluate(SparkSessions.local(), validation).figures().get("loss"))
        .isEqualTo(best);
  }

  private static TestTable noisy(int rows) {
    Random random = new Random(1);
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> line = new ArrayList<>();
      for (int column = 0; column < 20; column++) {
        line.add(Double.toString(random.nextGaussian()));
      }
      boolean isRight = random.nextInt(3) > 0;
      line.add(line.get(0).startsWith("-") == isRight ? "minus" : "plus");
      lines.add(line);
    }
    List<String> columns =
        IntStream.range(0, 20)
            .mapToObj(i -> "x" + i)
            .collect(Collectors.toCollection(ArrayList::new));
    columns.add("label");
    return new TestTable(columns, lines);
  }
}
