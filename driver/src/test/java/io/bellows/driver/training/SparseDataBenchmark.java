package io.bellows.driver.training;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.SparseTable;
import io.bellows.driver.TestRun;
import io.bellows.driver.input.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Trains on generated rows of which few numbers are other than 0, on one executor of 1 GiB: how
 * long preparation and epochs take. Not a test: run its main with the tests' class path, JVM
 * options and environment and a heap of 1 GiB. Arguments: a folder for the table, and the numbers
 * of rows, columns, and numbers other than 0 in a row (20000 50000 100), hidden units and rows of a
 * batch.
 */
public final class SparseDataBenchmark {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.codegen.wholeStage", "true",
          "spark.sql.codegen.factoryMode", "FALLBACK",
          "spark.task.maxDirectResultSize", "32m");

  private SparseDataBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rows = Integer.parseInt(args[1]);
    int columns = Integer.parseInt(args[2]);
    int others = Integer.parseInt(args[3]);
    int hidden = Integer.parseInt(args[4]);
    int batch = Integer.parseInt(args[5]);
    Path file = Files.createDirectories(Path.of(args[0])).resolve("rows-" + rows + ".libsvm");
    DataSource source = SparseTable.libsvm(file, rows, columns, others, 1);
    TestRun run =
        TestRun.of(source)
            .validation(0.1)
            .hidden(hidden)
            .dropout(0.2, 0.5)
            .shares(8)
            .batch(batch)
            .maxEpochs(3);
    for (String master : new String[] {"local[2]", "local-cluster[1,2,1024]"}) {
      SparkSessions.on(master, SETTINGS, spark -> measured(spark, run, master));
    }
  }

  private static SparkSession measured(SparkSession spark, TestRun run, String master) {
    long begin = System.nanoTime();
    TrainingOutcome outcome = run.trainOn(spark);
    System.out.printf(
        "%s: %.0f s in all, by %s, this JVM's heap at most %d MiB%n",
        master,
        (System.nanoTime() - begin) / 1e9,
        outcome.execution().engine(),
        LargeDataBenchmark.peakOfHeap() >> 20);
    outcome.result().history().forEach(epoch -> System.out.printf("  %s%n", epoch));
    return spark;
  }
}
