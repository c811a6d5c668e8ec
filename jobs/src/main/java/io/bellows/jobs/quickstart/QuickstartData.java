package io.bellows.jobs.quickstart;

import io.bellows.driver.input.idx.IdxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pictures of the quickstart, drawn once: as IDX files, and as tables of hand-made features,
 * the ink in each row and each column.
 *
 * @param folder where the files are
 */
record QuickstartData(Path folder) {
  /** What pictures are for, in the order in which they are drawn. */
  enum Part {
    TRAINING(3_000),
    VALIDATION(1_000),
    TEST(2_000);

    private final int pictures;

    Part(int pictures) {
      this.pictures = pictures;
    }

    int pictures() {
      return pictures;
    }

    private int first() {
      return IntStream.range(0, ordinal()).map(part -> values()[part].pictures).sum();
    }
  }

  /** Draws all pictures into a folder. */
  static QuickstartData draw(Path folder, DigitPainter painter) throws IOException {
    QuickstartData data = new QuickstartData(folder);
    Files.createDirectories(folder);
    for (Part part : Part.values()) {
      data.draw(part, painter);
    }
    return data;
  }

  private void draw(Part part, DigitPainter painter) throws IOException {
    int first = part.first();
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < part.pictures; i++) {
      pictures.add(painter.paint(first + i));
    }
    IdxWriter.writeImages(
        images(part), part.pictures, DigitPainter.SIDE, DigitPainter.SIDE, pictures::get);
    IdxWriter.writeLabels(labels(part), part.pictures, i -> painter.labelOf(first + i));
    writeSums(part, pictures, painter);
  }

  private void writeSums(Part part, List<byte[]> pictures, DigitPainter painter)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("label," + names("row") + "," + names("column"));
    for (int i = 0; i < pictures.size(); i++) {
      lines.add(painter.labelOf(part.first() + i) + "," + inkSums(pictures.get(i)));
    }
    Files.write(sums(part), lines);
  }

  private static String names(String prefix) {
    return IntStream.range(0, DigitPainter.SIDE)
        .mapToObj(i -> prefix + i)
        .collect(Collectors.joining(","));
  }

  private static String inkSums(byte[] picture) {
    int[] sums = new int[2 * DigitPainter.SIDE];
    for (int pixel = 0; pixel < picture.length; pixel++) {
      sums[pixel / DigitPainter.SIDE] += picture[pixel] & 0xFF;
      sums[DigitPainter.SIDE + pixel % DigitPainter.SIDE] += picture[pixel] & 0xFF;
    }
    return IntStream.of(sums).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  Path images(Part part) {
    return file(part, "images.idx.gz");
  }

  Path labels(Part part) {
    return file(part, "labels.idx.gz");
  }

  /** The ink in each row and column, as CSV. */
  Path sums(Part part) {
    return file(part, "sums.csv");
  }

  /** What a network's hidden layer makes of the pictures, as a Parquet folder. */
  Path hidden(Part part) {
    return file(part, "hidden.parquet");
  }

  private Path file(Part part, String name) {
    return folder.resolve(part.name().toLowerCase(Locale.ROOT) + "-" + name);
  }
}
