package io.bellows.kernels.initializer;

import io.bellows.kernels.Registry;
import java.util.List;

/** The initializers by name. */
public final class Initializers {
  public static final Registry<Initializer> REGISTRY =
      new Registry<>(
          "initializer",
          List.of(
              VarianceScaling.HE_NORMAL,
              VarianceScaling.HE_UNIFORM,
              VarianceScaling.GLOROT_NORMAL,
              VarianceScaling.GLOROT_UNIFORM,
              VarianceScaling.LECUN_NORMAL,
              VarianceScaling.LECUN_UNIFORM,
              new Normal(),
              new Uniform(),
              new Zeros()),
          Initializer::name);

  private Initializers() {}
}
