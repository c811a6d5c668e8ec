package io.bellows.jobs.automatic;

import io.bellows.driver.input.Split;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.TrainingRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What follows from the rows for the network and its training. */
final class NetworkRules {
  /** A tenth of fewer rows says too little about a network. */
  private static final int FEW_ROWS = 2_000;

  private static final int SMALLEST_BATCH = 16;
  private static final int LARGEST_BATCH = 256;

  /** Batches an epoch: enough updates between two validations, and few enough for speed. */
  private static final int BATCHES = 128;

  /** Of the hidden units. On tables of many rows, less is no better. */
  private static final double DROPOUT = 0.2;

  /** Validations; the rate falls three times in between. */
  private static final int PATIENCE = 12;

  /** Updates without improvement that are waited for, where epochs are short. */
  private static final int PATIENT_UPDATES = 400;

  private static final int MOST_EPOCHS = 100;

  private final long rows;
  private final TrainingRequest given;
  private final Predicate<String> isGiven;

  /**
   * The rules for a network.
   *
   * @param rows of the table
   * @param given what is known of the run before
   * @param isGiven whether a setting was given, by its key, and so comes before the rules
   */
  NetworkRules(long rows, TrainingRequest given, Predicate<String> isGiven) {
    this.rows = rows;
    this.given = given;
    this.isGiven = isGiven;
  }

  List<Setting> settings() {
    String ofRows = String.format(Locale.ROOT, "%,d rows", rows);
    String ofBatches = String.format(Locale.ROOT, "about %,d updates an epoch", updates());
    List<Setting> settings =
        new ArrayList<>(
            List.of(
                new Setting("data.validation", validation(), ofRows),
                new Setting("network.hidden", hidden(), ofRows),
                new Setting("network.dropout.hidden", DROPOUT, "against learning rows by heart"),
                new Setting("training.batch-size", batch(), ofBatches),
                new Setting(
                    "training.max-epochs", MOST_EPOCHS, "early stopping ends most runs before"),
                new Setting(
                    "training.initializer",
                    "glorot-uniform",
                    "the others begin far from a straight line"),
                new Setting("training.optimizer.name", "adam", "at its usual rate"),
                new Setting("training.early-stopping.patience", patience(), ofBatches)));
    // A second training on all rows has no validations for it to look at.
    if (given.part() == Part.WHOLE) {
      settings.add(
          new Setting(
              "training.optimizer.plateau.enabled", true, "smaller steps where none helps"));
      settings.add(new Setting("training.optimizer.plateau.factor", 0.3, ""));
      settings.add(new Setting("training.optimizer.plateau.patience", patience() / 3, ""));
    }
    return settings;
  }

  private double validation() {
    return rows < FEW_ROWS ? 0.2 : 0.1;
  }

  private List<Integer> hidden() {
    return rows < 1_000 ? List.of(64) : Collections.nCopies(2, rows < 5_000 ? 128 : 256);
  }

  private long batch() {
    long fitting = Long.highestOneBit(Math.max(1, rows / BATCHES));
    return Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, fitting));
  }

  private long updates() {
    long batch =
        isGiven.test("training.batch-size") ? given.training().batching().size().rows() : batch();
    return Math.max(1, Math.round((double) rowsToLearnFrom() / batch));
  }

  /** At most; how many rows a column marks nobody has counted. */
  private long rowsToLearnFrom() {
    long left = rows - held(given.data().test());
    Split validation =
        isGiven.test("data.validation")
            ? given.data().validation()
            : new Split.Fraction(validation());
    return Math.max(1, left - held(validation));
  }

  private long held(Split split) {
    if (split instanceof Split.Fraction part) {
      return Math.round(rows * part.fraction());
    }
    if (split instanceof Split.ByValue part) {
      return Math.round(rows * part.fraction());
    }
    return split instanceof Split.LastRows last ? last.rows() : 0;
  }

  private long patience() {
    return Math.max(PATIENCE, Math.min(3 * PATIENCE, PATIENT_UPDATES / updates()));
  }
}
