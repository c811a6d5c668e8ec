package io.bellows.kernels.network;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.FloatBytes;
import io.bellows.kernels.initializer.Initializer;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import io.bellows.kernels.random.UniformDraws;
import java.io.Serializable;
import java.util.Arrays;

/**
 * All parameters of a network in one flat array. Owned by whoever updates them; to everybody else
 * they are read-only, also where a task could reach the very array of the driver (a broadcast value
 * in local mode).
 */
public final class Weights implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;
  private final float[] values;

  /**
   * Weights over an array.
   *
   * @param values {@code layout.size()} numbers. Kept, not copied.
   */
  public Weights(ParameterLayout layout, float[] values) {
    require(
        values.length == layout.size(),
        "expected %d parameters, got %d",
        layout.size(),
        values.length);
    this.layout = layout;
    this.values = values;
  }

  /**
   * The first weights of a run: W and E drawn from the seed, b and shift zero, gain one. E is
   * uniform within ±1/√dimension (Gorishniy et al., "Revisiting deep learning models for tabular
   * data", NeurIPS 2021, in their program).
   */
  public static Weights initial(Network network, Initializer initializer, long seed) {
    Weights weights = new Weights(network.layout(), new float[network.layout().size()]);
    RandomKey key = RandomKey.of(seed, RandomKey.Purpose.INITIAL_WEIGHTS);
    for (int layer = 0; layer < network.layers().size(); layer++) {
      DenseLayer spec = network.layers().get(layer);
      int offset = weights.layout.weightOffset(layer);
      initializer.fill(spec, weights.values, offset, key.child(layer));
      if (spec.isNormalized()) {
        int gain = weights.layout.vectorOffset(layer, DenseLayer.GAIN);
        Arrays.fill(weights.values, gain, gain + spec.outputs(), 1);
      }
    }
    for (int layer = network.layers().size(); layer < weights.layout.layers(); layer++) {
      int from = weights.layout.weightOffset(layer);
      double bound = 1 / Math.sqrt(weights.layout.outputs().get(layer));
      int to = from + weights.layout.weightCount(layer);
      UniformDraws.fill(weights.values, from, to, bound, key.child(layer));
    }
    return weights;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** The array itself; see the class for who may modify it. */
  public float[] values() {
    return values;
  }

  /** A copy with an array of its own. */
  public Weights copy() {
    return new Weights(layout, values.clone());
  }

  /** True when every parameter is a finite number. */
  public boolean areFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private Object writeReplace() {
    return new Sent(layout, FloatBytes.of(values));
  }

  /** What travels. */
  private record Sent(ParameterLayout layout, byte[] values) implements Serializable {
    private Object readResolve() {
      return new Weights(layout, FloatBytes.floats(values));
    }
  }
}
