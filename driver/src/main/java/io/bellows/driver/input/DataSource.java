package io.bellows.driver.input;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where rows come from.
 *
 * @param format a name that {@link Formats} knows
 * @param path a file, folder or pattern that Hadoop understands; for idx the file of the images;
 *     for a table its name
 * @param options passed to Spark's reader; for idx {@code labels} is the path of the labels
 */
public record DataSource(String format, String path, Map<String, String> options) {
  /** How many numbers a row of libsvm has; without it Spark looks for the last one in the file. */
  private static final String NUM_FEATURES = "numFeatures";

  public DataSource {
    options = Map.copyOf(new TreeMap<>(options));
  }

  /** This source as it may be written and shown, without what looks like a secret. */
  public DataSource withheld() {
    return new DataSource(format, path, SecretOptions.withheld(options));
  }

  @Override
  public String toString() {
    return String.format(
        "DataSource[format=%s, path=%s, options=%s]",
        format, path, SecretOptions.withheld(options));
  }

  /**
   * This source, read with rows as long as those of the training table. A file of libsvm leaves
   * zeros out, so that it does not say how long its rows are.
   */
  DataSource asLongAs(TableSchema schema) {
    Optional<Integer> width = schema.vectorWidth();
    boolean isOpen =
        format.equals(Formats.LIBSVM)
            && options.keySet().stream().noneMatch(NUM_FEATURES::equalsIgnoreCase);
    if (!isOpen || width.isEmpty()) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(options);
    all.put(NUM_FEATURES, width.get().toString());
    return new DataSource(format, path, all);
  }
}
