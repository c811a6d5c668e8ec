package io.bellows.driver.training;

import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.Preparation;
import java.util.Optional;

/**
 * The packed rows of a run, and what they were prepared with.
 *
 * @param dropped rows left out because they were bad
 * @param weightless rows left out because their weight was 0
 */
record TrainingData(
    ShareData training,
    Optional<ShareData> validation,
    Optional<ShareData> test,
    Preparation preparation,
    TableDeclaration declaration,
    long dropped,
    long weightless)
    implements AutoCloseable {
  @Override
  public void close() {
    training.close();
    validation.ifPresent(ShareData::close);
    test.ifPresent(ShareData::close);
  }
}
