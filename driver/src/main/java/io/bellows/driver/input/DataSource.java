package io.bellows.driver.input;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where rows come from.
 *
 * @param format {@code csv}, {@code parquet} or {@code idx}
 * @param path a file, folder or pattern that Hadoop understands; for idx the file of the images
 * @param options passed to Spark's reader; for idx {@code labels} is the path of the labels
 */
public record DataSource(String format, String path, Map<String, String> options) {
  public DataSource {
    options = Map.copyOf(new TreeMap<>(options));
  }
}
