package io.bellows.driver.input;

import java.util.List;
import java.util.Optional;

/**
 * Which rows a run has.
 *
 * @param train the source of the training rows, and of validation and test rows unless these have
 *     their own
 * @param seed decides which rows fall to validation, test, and which share; a key of its own, so
 *     that runs with several training seeds share the split
 * @param derive columns computed before anything else, in order
 * @param filter a Spark SQL condition; rows for which it does not hold are left out of training,
 *     validation and test
 */
public record DataConfig(
    DataSource train,
    Split validation,
    Split test,
    long seed,
    List<Derivation> derive,
    Optional<String> filter,
    BadRows badRows) {
  public DataConfig {
    derive = List.copyOf(derive);
  }
}
