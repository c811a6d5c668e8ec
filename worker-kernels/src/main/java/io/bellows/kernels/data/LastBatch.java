package io.bellows.kernels.data;

/** What becomes of an epoch's last batch when the rows do not divide evenly. */
public enum LastBatch {
  /** It is a smaller batch; its mean is divided by its own Σ w. */
  KEEP,
  /** Its rows sit out this epoch; which rows they are changes from epoch to epoch. */
  DROP
}
