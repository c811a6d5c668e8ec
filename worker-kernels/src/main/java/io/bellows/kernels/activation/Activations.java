package io.bellows.kernels.activation;

import io.bellows.kernels.Registry;
import java.util.List;

/** The activations by name. */
public final class Activations {
  public static final Registry<Activation> REGISTRY =
      new Registry<>(
          "activation", List.of(new Relu(), new Tanh(), new Identity()), Activation::name);

  private Activations() {}
}
