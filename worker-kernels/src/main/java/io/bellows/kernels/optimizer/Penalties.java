package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;

/**
 * What pulls weights, biases left out, towards 0:
 *
 * <pre>
 *   l1:    g ← g + l1·sign(w)       the gradient of l1·Σ|w|
 *   l2:    g ← g + l2·w             the gradient of l2/2·Σw²
 *   decay: w ← w − rate·decay·w     beside the gradient's step; for LAMB within its direction
 * </pre>
 *
 * <p>Decay is that of Loshchilov and Hutter ("Decoupled weight decay regularization", ICLR 2019,
 * algorithm 2): optimizers that divide by the size of gradients do not see it. Penalties are added
 * after clipping, and are no part of the losses that are shown.
 *
 * @param l1 at least 0
 * @param l2 at least 0; PyTorch's {@code weight_decay}, twice Keras's {@code l2}
 * @param decay at least 0
 */
public record Penalties(double l1, double l2, double decay) {
  /** Leaves weights alone. */
  public static final Penalties NONE = new Penalties(0, 0, 0);

  public Penalties {
    require(isAllowed(l1), "training.penalties.l1 must be at least 0, was %s", l1);
    require(isAllowed(l2), "training.penalties.l2 must be at least 0, was %s", l2);
    require(isAllowed(decay), "training.penalties.decay must be at least 0, was %s", decay);
  }

  private static boolean isAllowed(double penalty) {
    return penalty >= 0 && penalty <= Float.MAX_VALUE;
  }
}
