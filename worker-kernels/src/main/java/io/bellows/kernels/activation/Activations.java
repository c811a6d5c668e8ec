package io.bellows.kernels.activation;

import io.bellows.kernels.Registry;
import java.util.List;

/** The activations by name. */
public final class Activations {
  public static final Registry<Activation> REGISTRY =
      new Registry<>(
          "activation",
          List.of(
              new Relu(),
              new Tanh(),
              new Identity(),
              new LeakyRelu(),
              new Elu(),
              new Gelu(),
              new Silu(),
              new Sigmoid(),
              new Softplus()),
          Activation::name);

  private Activations() {}
}
