package io.bellows.kernels.initializer;

import io.bellows.kernels.Registry;
import java.util.List;

/** The initializers by name. */
public final class Initializers {
  public static final Registry<Initializer> REGISTRY =
      new Registry<>(
          "initializer", List.of(new HeNormal(), new GlorotUniform()), Initializer::name);

  private Initializers() {}
}
