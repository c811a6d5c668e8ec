package io.bellows.driver.preparation;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.input.DataSource;
import io.bellows.kernels.Task;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How columns become numbers.
 *
 * @param target what kind of task, and whether real targets are standardised while training
 * @param classWeights by what the weights of training rows are multiplied
 */
public record PreparationConfig(
    Numeric numeric, Categorical categorical, Target target, ClassWeightsConfig classWeights) {
  private static final double LARGEST_BYTE = 255;

  /** The same for targets of a known kind. */
  public PreparationConfig withTask(Task task) {
    return new PreparationConfig(
        numeric, categorical, new Target(Optional.of(task), target.standardize()), classWeights);
  }

  /** What stands in for a missing number. */
  public enum Impute {
    MEAN,
    MEDIAN,
    CONSTANT
  }

  /** How numbers are brought to a common scale; all are (x − shift) / divisor. */
  public enum Scale {
    /**
     * Bytes of IDX files by 255; wide vectors that are mostly zeros by their largest absolute
     * value, so that zeros stay zeros; other numbers standardised.
     */
    AUTO,
    /** By mean and standard deviation. */
    STANDARD,
    /** To 0 … 1. */
    MIN_MAX,
    /** By the largest absolute value, to −1 … 1; 0 stays 0. */
    MAX_ABS,
    /** Not at all. */
    NONE,
    /** By a given divisor. */
    DIVIDE_BY
  }

  /** What becomes of a category that no training row had. */
  public enum Unseen {
    /** All its zeros and ones are zero. */
    IGNORE,
    /** An error. */
    FAIL
  }

  /**
   * Numbers.
   *
   * @param constant the value for {@link Impute#CONSTANT}
   * @param divisor the divisor for {@link Scale#DIVIDE_BY}
   */
  public record Numeric(Impute impute, double constant, Scale scale, double divisor) {
    public Numeric {
      require(
          divisor != 0 && Double.isFinite(divisor),
          "features.numeric.divisor must not be 0, was %s",
          divisor);
      require(
          Double.isFinite(constant),
          "features.numeric.constant must be a finite number, was %s",
          constant);
    }
  }

  /**
   * Categories.
   *
   * @param maxCategories values at most of a column that has a 0 or 1 for each
   * @param buckets how many a column of more values is hashed to; empty where there must be none
   */
  public record Categorical(Unseen unseen, int maxCategories, OptionalInt buckets) {
    public Categorical {
      require(
          buckets.isEmpty() || buckets.getAsInt() >= 2,
          "features.categorical.buckets must be at least 2, was %s",
          buckets);
      require(
          maxCategories >= 1,
          "features.categorical.max-categories must be at least 1, was %d",
          maxCategories);
    }
  }

  /**
   * The target.
   *
   * @param task empty where the data decide: several columns of 0 and 1 alone are labels; one
   *     column of text, or of whole numbers of which there are at most 100, is classes; other
   *     numbers are real targets
   */
  public record Target(Optional<Task> task, boolean standardize) {}

  /**
   * What {@link Scale#AUTO} means for bytes of IDX files; what it means for others, their numbers
   * say.
   */
  public PreparationConfig resolvedFor(DataSource source) {
    if (numeric.scale() != Scale.AUTO || !source.format().equals("idx")) {
      return this;
    }
    return new PreparationConfig(
        new Numeric(numeric.impute(), numeric.constant(), Scale.DIVIDE_BY, LARGEST_BYTE),
        categorical,
        target,
        classWeights);
  }
}
