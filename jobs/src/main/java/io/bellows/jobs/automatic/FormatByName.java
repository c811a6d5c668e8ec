package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
import io.bellows.driver.storage.InputFile;
import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells a source's format by how its files are called. */
public final class FormatByName {
  private static final String CSV = "csv";

  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("csv", CSV),
          Map.entry("tsv", CSV),
          Map.entry("txt", CSV),
          Map.entry("dat", CSV),
          Map.entry("data", CSV),
          Map.entry("json", "json"),
          Map.entry("jsonl", "json"),
          Map.entry("ndjson", "json"),
          Map.entry("parquet", "parquet"),
          Map.entry("orc", "orc"),
          Map.entry("avro", "avro"),
          Map.entry("libsvm", "libsvm"),
          Map.entry("svm", "libsvm"),
          Map.entry("svmlight", "libsvm"));

  /** MNIST's names, such as train-images-idx3-ubyte.gz. */
  private static final Pattern IDX = Pattern.compile("idx\\d-ubyte(\\.gz)?$");

  /** How packed files end. */
  private static final Set<String> PACKED =
      Set.of("gz", "bz2", "zst", "xz", "lz4", "snappy", "deflate");

  /** The last ending but one of {@link #PACKED}; Spark goes by it. */
  private static final Pattern ENDING =
      Pattern.compile("\\.([^./\\\\]+?)(\\.(" + String.join("|", PACKED) + "))?$");

  private FormatByName() {}

  /**
   * The format of a path: by its own ending, else by that of the first file in it.
   *
   * @throws InputException when no name tells
   */
  static String of(String path) {
    return ofName(path)
        .or(() -> firstFile(path).flatMap(FormatByName::ofName))
        .orElseThrow(
            () ->
                new InputException(
                    String.format(
                        "Cannot tell the format of %s by its name; give it by --format, such as csv, json, parquet, orc, libsvm or table",
                        path)));
  }

  /** The format that an ending stands for. */
  private static Optional<String> ofName(String name) {
    if (IDX.matcher(name).find()) {
      return Optional.of("idx");
    }
    Matcher ending = ENDING.matcher(name.toLowerCase(Locale.ROOT));
    return ending.find() ? Optional.ofNullable(FORMATS.get(ending.group(1))) : Optional.empty();
  }

  /** A name without the endings that say how its file is written. */
  static String withoutEndings(String name) {
    int dot = name.lastIndexOf('.');
    String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    boolean isKnown = dot >= 0 && (FORMATS.containsKey(ending) || PACKED.contains(ending));
    return isKnown ? withoutEndings(name.substring(0, dot)) : name;
  }

  /** Whether a name is one of data, and never of a configuration, which may be JSON or a text. */
  public static boolean isOfDataAlone(String name) {
    return ofName(name)
        .filter(
            format -> !format.equals("json") && !name.endsWith(".txt") && !name.endsWith(".data"))
        .isPresent();
  }

  private static Optional<String> firstFile(String path) {
    try {
      List<InputFile> files = Storage.of(path).files(path);
      return files.stream().map(InputFile::path).sorted().findFirst();
    } catch (IOException e) {
      throw new InputException(String.format("Cannot read %s: %s", path, e.getMessage()), e);
    }
  }
}
