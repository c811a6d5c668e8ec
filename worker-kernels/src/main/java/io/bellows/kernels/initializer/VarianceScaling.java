package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.NormalDraws;
import io.bellows.kernels.random.RandomKey;
import io.bellows.kernels.random.UniformDraws;

/**
 * Mean 0 and variance scale / fan, so that numbers keep their size from layer to layer.
 *
 * <p>Normal draws are not truncated, as PyTorch's are not; Keras leaves out those beyond two
 * deviations.
 *
 * @param scale the variance that the numbers of a layer lose on their way through it
 */
public record VarianceScaling(String name, double scale, Fan fan, Draws draws)
    implements Initializer {
  /**
   * 2 / I: for relu, which stops half of the variance (He, Zhang, Ren, Sun, "Delving deep into
   * rectifiers", ICCV 2015, equation 10).
   */
  public static final Initializer HE_NORMAL =
      new VarianceScaling("he-normal", 2, Fan.IN, Draws.NORMAL);

  /** As {@link #HE_NORMAL}, uniform. */
  public static final Initializer HE_UNIFORM =
      new VarianceScaling("he-uniform", 2, Fan.IN, Draws.UNIFORM);

  /**
   * 2 / (I + O): for tanh, the same size forward and backward (Glorot and Bengio, "Understanding
   * the difficulty of training deep feedforward neural networks", AISTATS 2010, equation 12).
   */
  public static final Initializer GLOROT_NORMAL =
      new VarianceScaling("glorot-normal", 1, Fan.AVERAGE, Draws.NORMAL);

  /** As {@link #GLOROT_NORMAL}, uniform: within ±√(6 / (I + O)), their equation 16. */
  public static final Initializer GLOROT_UNIFORM =
      new VarianceScaling("glorot-uniform", 1, Fan.AVERAGE, Draws.UNIFORM);

  /**
   * 1 / I (LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, equation 16; Klambauer,
   * Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", NIPS 2017).
   */
  public static final Initializer LECUN_NORMAL =
      new VarianceScaling("lecun-normal", 1, Fan.IN, Draws.NORMAL);

  /** As {@link #LECUN_NORMAL}, uniform. */
  public static final Initializer LECUN_UNIFORM =
      new VarianceScaling("lecun-uniform", 1, Fan.IN, Draws.UNIFORM);

  /** How many numbers a weight's variance is divided by. */
  public enum Fan {
    /** I. */
    IN,
    /** (I + O) / 2. */
    AVERAGE;

    double of(DenseLayer layer) {
      return switch (this) {
        case IN -> layer.inputs();
        case AVERAGE -> ((double) layer.inputs() + layer.outputs()) / 2;
      };
    }
  }

  /** The distribution. */
  public enum Draws {
    NORMAL,
    /** Between ±√3 deviations. */
    UNIFORM
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    int to = from + layer.inputs() * layer.outputs();
    switch (draws) {
      case NORMAL -> NormalDraws.fill(values, from, to, Math.sqrt(scale / fan.of(layer)), key);
      case UNIFORM ->
          UniformDraws.fill(values, from, to, Math.sqrt(3 * scale / fan.of(layer)), key);
    }
  }
}
