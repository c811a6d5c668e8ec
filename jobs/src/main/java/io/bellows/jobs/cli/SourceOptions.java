package io.bellows.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model and the rows to use it on. */
final class SourceOptions {
  @Parameters(
      paramLabel = "MODEL",
      converter = PathText.class,
      description = "The output folder of a training, or the folder of a model.")
  private String model = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      converter = PathText.class,
      description = "The rows: a file, a folder or a pattern; for the format table its name.")
  private String data = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv, json, parquet, orc, avro, libsvm, idx, table, or another of Spark's; without it,"
              + " that of the training rows.")
  private @Nullable String format;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "An option of the reader, before those of the training rows; repeatable.")
  private Map<String, String> options = new LinkedHashMap<>();

  String model() {
    return model;
  }

  Backend.Rows rows() {
    return new Backend.Rows(data, Optional.ofNullable(format), options);
  }
}
