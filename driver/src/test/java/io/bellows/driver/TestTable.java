package io.bellows.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table as texts, to be written in several forms. */
public record TestTable(List<String> columns, List<List<String>> rows) {
  /**
   * Three classes that depend on two numeric columns and a category, all with missing values; a
   * constant column; weights.
   */
  public static TestTable mixed(int rows, long seed) {
    Random random = new Random(seed);
    List<String> colors = List.of("red", "green", "blue");
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double size = random.nextGaussian();
      int age = random.nextInt(90);
      int color = random.nextInt(3);
      double score = size + age / 45.0 + color + 0.3 * random.nextGaussian();
      lines.add(
          List.of(
              random.nextInt(10) == 0 ? "" : Double.toString(size),
              random.nextInt(20) == 0 ? "?" : Integer.toString(age),
              "7",
              random.nextInt(20) == 0 ? "" : colors.get(color),
              Double.toString(0.5 * (1 << random.nextInt(3))),
              score < 1.3 ? "low" : score < 2.6 ? "middle" : "high"));
    }
    return new TestTable(List.of("size", "age", "flat", "color", "weight", "label"), lines);
  }

  /** A real target, linear in two numeric columns with noise. */
  public static TestTable real(int rows, long seed) {
    Random random = new Random(seed);
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double a = random.nextGaussian();
      double b = 10 * random.nextDouble();
      double price = 50_000 + 3_000 * a - 2_000 * b + 500 * random.nextGaussian();
      lines.add(List.of(Double.toString(a), Double.toString(b), Double.toString(price)));
    }
    return new TestTable(List.of("a", "b", "price"), lines);
  }

  /** Three labels, of which a row may have any, by two numeric columns. */
  public static TestTable labels(int rows, long seed) {
    Random random = new Random(seed);
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double heat = random.nextGaussian();
      double size = random.nextGaussian();
      lines.add(
          List.of(
              Double.toString(heat),
              Double.toString(size),
              heat + 0.3 * random.nextGaussian() > 0 ? "1" : "0",
              size + 0.3 * random.nextGaussian() > 0.5 ? "true" : "false",
              heat * size < 0 ? "1.0" : "0"));
    }
    return new TestTable(List.of("heat", "size", "warm", "large", "odd"), lines);
  }

  /** A table from lines of comma-separated texts, the first one naming the columns. */
  public static TestTable of(String... lines) {
    return new TestTable(
        List.of(lines[0].split(",")),
        Arrays.stream(lines).skip(1).map(line -> List.of(line.split(",", -1))).toList());
  }

  public TestTable shuffled(long seed) {
    List<List<String>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    return new TestTable(columns, shuffled);
  }

  public TestTable where(Predicate<List<String>> condition) {
    return new TestTable(columns, rows.stream().filter(condition).toList());
  }

  public TestTable range(int from, int to) {
    return new TestTable(columns, rows.subList(from, to));
  }

  public TestTable and(TestTable other) {
    return new TestTable(columns, Stream.concat(rows.stream(), other.rows.stream()).toList());
  }

  /** The texts of a column, row by row. */
  public List<String> column(String name) {
    int place = columns.indexOf(name);
    return rows.stream().map(row -> row.get(place)).toList();
  }

  /** Writes one CSV file with a header. */
  public String csv(Path file) {
    List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
    rows.forEach(row -> lines.add(String.join(",", row)));
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a folder of CSV files, each with a header. */
  public String csvFiles(Path folder, int files) {
    IntStream.range(0, files)
        .forEach(
            i ->
                range(i * rows.size() / files, (i + 1) * rows.size() / files)
                    .csv(folder.resolve("part" + i + ".csv")));
    return folder.toString();
  }
}
