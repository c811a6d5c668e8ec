package io.bellows.kernels.elementary;

/** 1 above 0, else 0, without a branch; NaN for NaN. */
public final class PositiveStep {
  /** Squared, it lifts the smallest positive float above 1. */
  private static final float LIFT = 0x1p127f;

  private PositiveStep() {}

  /** 1 for z above 0, else 0. */
  public static float of(float z) {
    return Math.min(1f, Math.max(0f, z) * LIFT * LIFT);
  }
}
