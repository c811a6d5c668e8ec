package io.bellows.driver.input.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.idx.IdxHeader.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxSourceTest {
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark = SparkSessions.local();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void read_givesWhatWasWritten(String suffix) throws IOException {
    Dataset<Row> table =
        IdxSource.read(spark, images("images" + suffix, 3), labels("labels" + suffix, 3));

    assertThat(table.columns()).containsExactly("image", "label");
    assertThat(table.collectAsList())
        .extracting(row -> row.<Vector>getAs("image"), row -> row.<Integer>getAs("label"))
        .containsExactly(
            tuple(Vectors.dense(0, 0, 0, 255, 254, 253), 250),
            tuple(Vectors.dense(0, 0, 1, 255, 254, 253), 251),
            tuple(Vectors.dense(0, 0, 2, 255, 254, 253), 252));
  }

  @Test
  void read_withoutLabels_givesImagesOnly() throws IOException {
    Dataset<Row> table = IdxSource.read(spark, images("images", 2), null);

    assertThat(table.columns()).containsExactly("image");
    assertThat(table.count()).isEqualTo(2);
  }

  @Test
  void read_noRows_givesAnEmptyTable() throws IOException {
    assertThat(IdxSource.read(spark, images("images", 0), labels("labels", 0)).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void read_severalPartitions_keepsTheFilesOrder(String suffix) throws IOException {
    int count = 20_001;
    Dataset<Row> table =
        IdxSource.read(spark, images("images" + suffix, count), labels("labels" + suffix, count));

    assertThat(table.rdd().getNumPartitions()).isEqualTo(3);
    List<Row> rows = table.collectAsList();
    assertThat(rows).hasSize(count);
    for (int i = 0; i < count; i++) {
      Vector image = rows.get(i).getAs("image");
      assertThat(image.apply(0) * 65_536 + image.apply(1) * 256 + image.apply(2)).isEqualTo(i);
      assertThat(rows.get(i).<Integer>getAs("label")).isEqualTo((i + 250) % 256);
    }
  }

  @Test
  void read_anyNumberOfDimensions_flattensARow() throws IOException {
    Path vectors = folder.resolve("vectors");
    IdxWriter.write(vectors, IdxHeader.ofUnsignedBytes(2), i -> new byte[] {(byte) (7 + i)});
    Path volumes = folder.resolve("volumes");
    IdxWriter.write(volumes, IdxHeader.ofUnsignedBytes(1, 2, 1, 2), i -> new byte[] {1, 2, 3, 4});

    assertThat(firstImage(vectors.toString())).isEqualTo(Vectors.dense(new double[] {7}));
    assertThat(firstImage(volumes.toString())).isEqualTo(Vectors.dense(1, 2, 3, 4));
  }

  @Test
  void read_compression_isSeenInTheFileAndNotInItsName() throws IOException {
    String plain = images("plain", 3);
    String packed = images("packed.gz", 3);
    String plainCalledPacked = folder.resolve("plain.gz").toString();
    String packedCalledPlain = folder.resolve("packed").toString();
    Files.copy(Path.of(plain), Path.of(plainCalledPacked));
    Files.copy(Path.of(packed), Path.of(packedCalledPlain));

    assertThat(firstImage(plainCalledPacked)).isEqualTo(firstImage(plain));
    assertThat(firstImage(packedCalledPlain)).isEqualTo(firstImage(plain));
  }

  @Test
  void read_missingFile_isRefused() {
    String path = folder.resolve("none").toString();

    assertRefused(path, null, "Cannot read %s: there is no such file.", path);
  }

  @Test
  void read_folder_isRefused() {
    assertRefused(
        folder.toString(), null, "Cannot read %s: it is a folder, expected an IDX file.", folder);
  }

  @Test
  void read_unknownFileSystem_isRefused() {
    assertRefused(
        "nowhere://x/y", null, "Cannot read nowhere://x/y: No FileSystem for scheme \"nowhere\".");
  }

  @Test
  void read_fileCutShort_isRefused() throws IOException {
    String path = cut(images("images", 3), 1);

    assertRefused(
        path,
        null,
        "Cannot read %s: it is cut short, its header promises 18 bytes of values (dimensions [3, 2,"
            + " 3]) and it holds 17.",
        path);
  }

  @Test
  void read_fileWithMoreThanPromised_isRefused() throws IOException {
    String path = labels("labels", 3);
    byte[] bytes = Files.readAllBytes(Path.of(path));
    Files.write(Path.of(path), Arrays.copyOf(bytes, bytes.length + 2));

    assertRefused(
        images("images", 3),
        path,
        "Cannot read %s: it is longer than it should be, its header promises 3 bytes of values"
            + " (dimensions [3]) and it holds 5.",
        path);
  }

  @Test
  void read_compressedFileWhoseContentsAreShort_isRefused() throws IOException {
    String plain = cut(images("images", 3), 4);
    Path packed = folder.resolve("images.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(Path.of(plain), out);
    }

    assertRefused(
        packed.toString(),
        null,
        "Cannot read %s: it is cut short, its header promises 18 bytes of values (dimensions [3, 2,"
            + " 3]) and it holds 14.",
        packed);
  }

  @Test
  void read_compressedFileCutShort_isRefused() throws IOException {
    String path = cut(images("images.gz", 50_000), 1_000);

    assertThatThrownBy(() -> IdxSource.read(spark, path, null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read " + path + ": it is cut short, its header promises ")
        .hasMessageContaining("300000 bytes of values (dimensions [50000, 2, 3]) and it holds ");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 12})
  void read_compressedFileWithoutEnd_isRefused(int bytesLeft) throws IOException {
    String path = images("images.gz", 3);
    cut(path, (int) Files.size(Path.of(path)) - bytesLeft);

    assertRefused(
        path, null, "Cannot read %s: it is cut short, its compressed data have no end.", path);
  }

  @Test
  void read_compressedFileWithoutItsChecksum_isRefused() throws IOException {
    String path = cut(images("images.gz", 3), 4);

    assertRefused(
        path, null, "Cannot read %s: it is cut short, its compressed data have no end.", path);
  }

  @Test
  void read_compressedFileDamaged_isRefused() throws IOException {
    String path = images("images.gz", 50_000);
    byte[] bytes = Files.readAllBytes(Path.of(path));
    bytes[bytes.length - 8] ^= 1;
    Files.write(Path.of(path), bytes);

    assertRefused(
        path,
        null,
        "Cannot read %s: its compressed data are damaged (Corrupt GZIP trailer).",
        path);
  }

  @Test
  void read_imagesAndLabelsExchanged_isRefused() throws IOException {
    String images = images("images", 3);

    assertRefused(
        labels("labels", 3),
        images,
        "%s holds 3-dimensional data (magic 0x00000803), expected a label file with 1 dimension;"
            + " are images and labels exchanged?",
        images);
  }

  @Test
  void read_otherNumberOfLabels_isRefused() throws IOException {
    String images = images("images", 3);
    String labels = labels("labels", 4);

    assertRefused(
        images,
        labels,
        "Images and labels do not belong together: %s holds 3 images, %s holds 4 labels.",
        images,
        labels);
  }

  @Test
  void read_otherElementType_isRefused() throws IOException {
    Path file = folder.resolve("floats");
    IdxWriter.write(file, new IdxHeader(ElementType.FLOAT, List.of(1, 2)), i -> new byte[8]);

    assertRefused(
        file.toString(),
        null,
        "Cannot read %s: it holds values of type FLOAT (magic 0x00000d02), and only unsigned bytes"
            + " (type 08) can be read.",
        file);
  }

  /** Sixteen bytes would else promise two billion rows, and hold what they promise. */
  @Test
  void read_rowsOfNothing_areRefused() throws IOException {
    Path file = folder.resolve("nothing");
    IdxWriter.write(file, IdxHeader.ofUnsignedBytes(3, 0, 28), i -> new byte[0]);

    assertRefused(
        file.toString(),
        null,
        "Cannot read %s: its rows hold no values (dimensions [3, 0, 28]).",
        file);
  }

  @Test
  void read_noRowsOfAnyLength_takesNoRoom() throws IOException {
    Path file = folder.resolve("none");
    IdxWriter.write(file, IdxHeader.ofUnsignedBytes(0, 30_000, 65_535), i -> new byte[0]);

    assertThat(IdxFile.lookAt(file.toString(), new Configuration()).roomForARow()).isEmpty();
    assertThat(IdxSource.read(spark, file.toString(), null).count()).isZero();
  }

  @Test
  void read_anotherFormatCalledGz_isRefused() throws IOException {
    Path file = folder.resolve("images.gz");
    Files.writeString(file, "<html>");

    assertThatThrownBy(() -> IdxSource.read(spark, file.toString(), null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read " + file + ": it is not an IDX file")
        .hasMessageEndingWith("this one starts with 3c 68 74 6d.");
  }

  /** What is found only by a task must reach the user as well. */
  @Test
  void read_fileCutShortAfterTheCheck_failsTheJobWithTheSentence() throws IOException {
    String path = images("images", 3);
    Dataset<Row> table = IdxSource.read(spark, path, null);
    cut(path, 1);

    assertThatThrownBy(table::collectAsList)
        .hasStackTraceContaining(
            "Cannot read " + path + ": it is cut short, a row of 6 bytes ends after 5.");
  }

  @Test
  void read_mnist_hasItsKnownContents() {
    Optional<Path> mnist =
        sharedData().map(data -> data.resolve("mnist")).filter(Files::isDirectory);
    assumeTrue(
        mnist.isPresent(), "MNIST is neither in $BELLOWS_DATA nor in ../shared/data: not read");

    Dataset<Row> table =
        IdxSource.read(
            spark,
            mnist.get().resolve("t10k-images-idx3-ubyte.gz").toString(),
            mnist.get().resolve("t10k-labels-idx1-ubyte.gz").toString());

    List<Row> rows = table.collectAsList();
    assertThat(rows).hasSize(10_000);
    assertThat(rows.subList(0, 10))
        .extracting(row -> row.<Integer>getAs("label"))
        .containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertThat(rows.get(0).<Vector>getAs("image").size()).isEqualTo(784);
    double sum = rows.stream().mapToDouble(row -> Vectors.norm(row.getAs("image"), 1)).sum();
    assertThat(sum / (784 * 10_000 * 255)).isBetween(0.1325, 0.1326);
  }

  private static void assertRefused(
      String images, String labels, String sentence, Object... names) {
    assertThatThrownBy(() -> IdxSource.read(spark, images, labels))
        .isInstanceOf(InputException.class)
        .hasMessage(sentence.formatted(names));
  }

  private static Vector firstImage(String path) {
    return IdxSource.read(spark, path, null).head().getAs("image");
  }

  /** Writes 2 × 3 pictures whose first row is their index in base 256. */
  private String images(String name, int count) throws IOException {
    Path file = folder.resolve(name);
    IdxWriter.writeImages(
        file,
        count,
        2,
        3,
        i -> new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i, -1, -2, -3});
    return file.toString();
  }

  private String labels(String name, int count) throws IOException {
    Path file = folder.resolve(name);
    IdxWriter.writeLabels(file, count, i -> (i + 250) % 256);
    return file.toString();
  }

  private static String cut(String path, int bytesToDrop) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(path));
    Files.write(Path.of(path), Arrays.copyOf(bytes, bytes.length - bytesToDrop));
    return path;
  }

  /** $BELLOWS_DATA, or the nearest shared/data beside this folder or one above it. */
  private static Optional<Path> sharedData() {
    String named = System.getenv("BELLOWS_DATA");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("../shared/data").normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }
}
