package io.bellows.kernels.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Σ w of rows that have a label and of rows that have not, by how probable it was predicted to be:
 * what curves over all thresholds need.
 *
 * <p>Each probability has a bin of its own until there are more than 32,768; then as many of the
 * last bits of probabilities are dropped as brings them down to that, so that bins are narrow where
 * rows are, and how narrow is a matter of all the rows, not of their order. Above ½ the bits are
 * those of what is missing to 1.
 */
final class ScoreHistogram implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_BINS = 1 << 15;
  private static final int HALF = Float.floatToIntBits(0.5f);
  private static final int PRESENT = 0;
  private static final int ABSENT = 1;

  /** Σ w of both kinds of rows, by what is left of the bits of a probability. */
  private final Map<Integer, double[]> bins = new HashMap<>();

  private int droppedBits;

  /** One pass over the bins from the most probable to the least. */
  interface Visitor {
    /** The rows of a bin in which there are any. */
    void bin(double presentWeight, double absentWeight);
  }

  void add(double probability, boolean isPresent, double weight) {
    bin(ordered(probability) >> droppedBits)[isPresent ? PRESENT : ABSENT] += weight;
    coarsen();
  }

  /** Whole numbers in the order of probabilities. */
  private static int ordered(double probability) {
    return probability <= 0.5
        ? Float.floatToIntBits((float) probability)
        : 2 * HALF - Float.floatToIntBits((float) (1 - probability));
  }

  private double[] bin(int key) {
    return bins.computeIfAbsent(key, fresh -> new double[2]);
  }

  private void coarsen() {
    while (bins.size() > MOST_BINS) {
      dropBits(droppedBits + 1);
    }
  }

  /** In the order of probabilities, so that sums of weights are. */
  private void dropBits(int bits) {
    int more = bits - droppedBits;
    droppedBits = bits;
    List<Map.Entry<Integer, double[]>> finer = ascending();
    bins.clear();
    finer.forEach(entry -> addTo(entry.getKey() >> more, entry.getValue()));
  }

  private List<Map.Entry<Integer, double[]>> ascending() {
    List<Map.Entry<Integer, double[]>> ascending = new ArrayList<>(bins.entrySet());
    ascending.sort(Map.Entry.comparingByKey());
    return ascending;
  }

  private void addTo(int key, double[] weights) {
    double[] bin = bin(key);
    bin[PRESENT] += weights[PRESENT];
    bin[ABSENT] += weights[ABSENT];
  }

  /**
   * Adds another histogram.
   *
   * @param more not modified
   */
  void merge(ScoreHistogram more) {
    if (more.droppedBits > droppedBits) {
      dropBits(more.droppedBits);
    }
    int finer = droppedBits - more.droppedBits;
    more.ascending().forEach(entry -> addTo(entry.getKey() >> finer, entry.getValue()));
    coarsen();
  }

  void visit(Visitor visitor) {
    List<Map.Entry<Integer, double[]>> descending = ascending();
    Collections.reverse(descending);
    descending.forEach(bin -> visitor.bin(bin.getValue()[PRESENT], bin.getValue()[ABSENT]));
  }
}
