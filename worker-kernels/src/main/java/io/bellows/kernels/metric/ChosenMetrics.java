package io.bellows.kernels.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ejml.data.FMatrixRMaj;

/** Several families of metrics, of which only figures with certain names are shown. */
public final class ChosenMetrics implements MetricSum {
  private static final long serialVersionUID = 1L;

  private final List<MetricSum> families;
  private final Set<String> names;

  private ChosenMetrics(List<MetricSum> families, Set<String> names) {
    this.families = families;
    this.names = names;
  }

  /**
   * The families that have a figure with one of the names.
   *
   * @param families sums over no rows
   */
  static ChosenMetrics of(List<MetricSum> families, Set<String> names) {
    return new ChosenMetrics(
        families.stream()
            .filter(
                family ->
                    family.values().keySet().stream().map(Metric::name).anyMatch(names::contains))
            .toList(),
        Set.copyOf(names));
  }

  /** The families. */
  public List<MetricSum> families() {
    return families;
  }

  @Override
  public MetricSum empty() {
    return new ChosenMetrics(families.stream().map(MetricSum::empty).toList(), names);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    families.forEach(family -> family.add(predictions, targets, weights));
  }

  @Override
  public void merge(MetricSum other) {
    List<MetricSum> more = ((ChosenMetrics) other).families;
    for (int family = 0; family < families.size(); family++) {
      families.get(family).merge(more.get(family));
    }
  }

  @Override
  public Map<Metric, Double> values() {
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (MetricSum family : families) {
      family
          .values()
          .forEach(
              (metric, value) -> {
                if (names.contains(metric.name())) {
                  values.put(metric, value);
                }
              });
    }
    return values;
  }
}
