package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.kernels.Task;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import io.bellows.kernels.loss.Loss;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Classes as their places among the labels: ordered by number where all labels are numbers, else by
 * text.
 */
public final class ClassLabels implements TargetEncoding {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private final List<String> labels;
  private final Map<String, Integer> places = new HashMap<>();

  /** An encoding by labels in their order. */
  public ClassLabels(List<String> labels) {
    this.labels = List.copyOf(labels);
    for (String label : labels) {
      places.put(label, places.size());
    }
  }

  /** An encoding of the labels that occur. */
  static ClassLabels ofOccurring(Collection<String> occurring) {
    boolean numbers = occurring.stream().allMatch(label -> label.matches("-?\\d+(\\.\\d+)?"));
    Comparator<String> order =
        numbers ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder();
    return new ClassLabels(occurring.stream().sorted(order).toList());
  }

  /** The label of a typed target: text as it is, a whole number without a point. */
  static String labelOf(Object target) {
    boolean isWhole =
        target instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15;
    return isWhole ? Long.toString(((Double) target).longValue()) : target.toString();
  }

  /** The labels in order. */
  public List<String> labels() {
    return labels;
  }

  @Override
  public void encode(Row row, int first, float[] encoded) {
    encoded[0] = place(row.get(first));
  }

  private int place(Object target) {
    Integer place = places.get(labelOf(target));
    if (place == null) {
      throw new InputException(
          String.format(
              "Cannot use a row with the label \"%s\": expected one of the %d labels of the training rows: %s%s",
              labelOf(target),
              labels.size(),
              String.join(", ", labels.subList(0, Math.min(SHOWN, labels.size()))),
              labels.size() > SHOWN ? ", …" : ""));
    }
    return place;
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public int targets() {
    return 1;
  }

  /** One for each class; with binary cross-entropy one, for the second of two. */
  @Override
  public int outputs(Loss loss) {
    return loss instanceof BinaryCrossEntropy && labels.size() == 2 ? 1 : labels.size();
  }

  @Override
  public int parts() {
    return labels.size();
  }
}
