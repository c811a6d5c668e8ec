package io.bellows.jobs.automatic;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

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

  /**
   * The rules for a network.
   *
   * @param rows of the table
   */
  NetworkRules(long rows) {
    this.rows = rows;
  }

  List<Setting> settings() {
    String ofRows = String.format(Locale.ROOT, "%,d rows", rows);
    String ofBatches =
        String.format(Locale.ROOT, "about %,d updates between two validations", updates());
    return List.of(
        new Setting("data.validation", validation(), ofRows),
        new Setting("network.hidden", hidden(), ofRows),
        new Setting("network.dropout.hidden", DROPOUT, "against learning rows by heart"),
        new Setting("training.batch-size", batch(), ofBatches),
        new Setting("training.max-epochs", MOST_EPOCHS, "early stopping ends most runs before"),
        new Setting(
            "training.initializer", "glorot-uniform", "the others begin far from a straight line"),
        new Setting("training.optimizer.name", "adam", "at its usual rate"),
        new Setting("training.optimizer.plateau.enabled", true, "smaller steps where none helps"),
        new Setting("training.optimizer.plateau.factor", 0.3, ""),
        new Setting("training.optimizer.plateau.patience", patience() / 3, ""),
        new Setting("training.early-stopping.patience", patience(), ofBatches));
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
    return Math.max(1, Math.round(rows * (1 - validation()) / batch()));
  }

  private long patience() {
    return Math.max(PATIENCE, Math.min(3 * PATIENCE, PATIENT_UPDATES / updates()));
  }
}
