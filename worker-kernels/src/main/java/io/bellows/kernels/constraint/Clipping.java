package io.bellows.kernels.constraint;

import static io.bellows.kernels.Checks.require;

/**
 * What a mean gradient is held to before the update (Pascanu, Mikolov, Bengio, "On the difficulty
 * of training recurrent neural networks", ICML 2013, algorithm 1): each of its numbers to −limit …
 * limit, or its L2 norm over all parameters to the limit.
 *
 * @param limit above 0; infinite where nothing is clipped
 */
public record Clipping(By by, double limit) {
  /** What is limited. */
  public enum By {
    VALUE,
    NORM
  }

  /** Leaves gradients as they are. */
  public static final Clipping NONE = new Clipping(By.VALUE, Double.POSITIVE_INFINITY);

  public Clipping {
    require(limit > 0, "training.clipping needs a limit above 0, was %s", limit);
  }

  /** What each number of a gradient is held to. */
  public float largestValue() {
    return by == By.VALUE ? (float) limit : Float.POSITIVE_INFINITY;
  }

  /** Whether the norm of the whole gradient must be known before the update. */
  public boolean needsNorm() {
    return by == By.NORM;
  }

  /**
   * What to multiply a gradient with. 1 where its norm is not finite, so that a run that diverges
   * is seen to do so.
   */
  public double factor(double norm) {
    return needsNorm() && norm > limit && norm <= Double.MAX_VALUE ? limit / norm : 1;
  }
}
