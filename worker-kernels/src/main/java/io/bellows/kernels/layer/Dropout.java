package io.bellows.kernels.layer;

import static io.bellows.kernels.Checks.require;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * Dropout rates of a network: one for its inputs, one for each hidden layer.
 *
 * <p>A unit is dropped independently for each row, round and share. What is dropped takes no part
 * in the row's forward or backward pass, nor do its connections get any gradient from it. Source:
 * Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout", JMLR 15 (2014).
 *
 * @param inputRate the probability of dropping an input, in [0, 1)
 * @param hiddenRates the same for each hidden layer's units, first layer first
 */
public record Dropout(double inputRate, List<Double> hiddenRates, Scaling scaling)
    implements Serializable {
  /** What keeps the expected input of the next layer the same with and without masks. */
  public enum Scaling {
    /** Kept units are divided by 1 − rate while training; nothing is done at prediction. */
    INVERTED,
    /**
     * Nothing is done while training; all units are multiplied by 1 − rate at prediction
     * (Srivastava et al., section 4).
     */
    CLASSIC
  }

  public Dropout {
    hiddenRates = List.copyOf(hiddenRates);
    requireRate("dropout.input", inputRate);
    hiddenRates.forEach(rate -> requireRate("dropout.hidden", rate));
  }

  /** No dropout in a network with some number of hidden layers. */
  public static Dropout none(int hiddenLayers) {
    return new Dropout(0, Collections.nCopies(hiddenLayers, 0.0), Scaling.INVERTED);
  }

  /** The rate at the inputs (place 0) or after a hidden layer (places 1, 2, …). */
  public double rateAt(int place) {
    return place == 0 ? inputRate : hiddenRates.get(place - 1);
  }

  private static void requireRate(String name, double rate) {
    require(rate >= 0 && rate < 1, "%s must be in [0, 1), was %s", name, rate);
  }
}
