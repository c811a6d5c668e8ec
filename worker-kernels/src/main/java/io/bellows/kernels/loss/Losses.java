package io.bellows.kernels.loss;

import io.bellows.kernels.Registry;
import java.util.List;

/** The losses by name. */
public final class Losses {
  public static final Registry<Loss> REGISTRY =
      new Registry<>(
          "loss", List.of(new SoftmaxCrossEntropy(), new MeanSquaredError()), Loss::name);

  private Losses() {}
}
