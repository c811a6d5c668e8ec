package io.bellows.driver;

import io.bellows.driver.input.DataSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Rows of which few numbers are other than 0, as a file of libsvm; two classes. */
public final class SparseTable {
  private SparseTable() {}

  /**
   * Writes a file.
   *
   * @param others how many numbers of a row are other than 0
   */
  public static DataSource libsvm(Path file, int rows, int columns, int others, long seed) {
    Random random = new Random(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < rows; row++) {
        TreeSet<Integer> places = new TreeSet<>();
        while (places.size() < others) {
          places.add(1 + random.nextInt(columns));
        }
        long low = places.stream().filter(place -> place <= columns / 2).count();
        out.write(2 * low > others ? "1" : "0");
        for (int place : places) {
          out.write(" " + place + ":" + (1 + random.nextInt(1_000)) / 250.0);
        }
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DataSource(
        "libsvm", file.toString(), Map.of("numFeatures", Integer.toString(columns)));
  }
}
