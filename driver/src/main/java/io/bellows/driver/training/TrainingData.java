package io.bellows.driver.training;

import io.bellows.driver.checkpoint.DataFingerprint;
import io.bellows.driver.checkpoint.FittedRun;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.ClassWeights;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.progress.SilenceWatch;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The packed rows of a run, and what they were prepared with.
 *
 * @param classWeights with which the training rows are packed
 * @param dropped rows left out because they were bad
 * @param weightless rows left out because their weight was 0
 */
public record TrainingData(
    ShareData training,
    Optional<ShareData> validation,
    Optional<ShareData> test,
    Preparation preparation,
    ClassWeights classWeights,
    TableDeclaration declaration,
    DataFingerprint fingerprint,
    long dropped,
    long weightless)
    implements AutoCloseable {
  /**
   * Reads, places, prepares and packs the rows of a run.
   *
   * @throws io.bellows.driver.input.InputException when the data cannot be used
   */
  public static TrainingData prepared(SparkSession spark, TrainingRequest request) {
    return prepared(spark, request, Optional.empty());
  }

  /**
   * The same for a run that may have been begun.
   *
   * @param fitted what an earlier attempt has fitted to the same rows; empty to fit
   * @throws io.bellows.driver.input.InputException when the data cannot be used, or the rows are
   *     others
   */
  static TrainingData prepared(
      SparkSession spark, TrainingRequest request, Optional<FittedRun> fitted) {
    try (SilenceWatch watch = SilenceWatch.over(spark.sparkContext())) {
      return new DataPreparation(spark, request, fitted).prepare();
    }
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    training.close();
    validation.ifPresent(ShareData::close);
    test.ifPresent(ShareData::close);
  }
}
