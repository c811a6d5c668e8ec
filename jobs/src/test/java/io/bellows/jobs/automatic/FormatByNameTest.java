package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatByNameTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rows.csv, csv",
    "adult.data.gz, csv",
    "a.b/ROWS.TSV, csv",
    "rows.jsonl.bz2, json",
    "rows.parquet, parquet",
    "rows.snappy.parquet, parquet",
    "rows.orc, orc",
    "rows.avro, avro",
    "rows.svm, libsvm",
    "train-images-idx3-ubyte.gz, idx",
    "hdfs://host:9000/rows/*.csv, csv",
  })
  void of_aName_goesByItsEnding(String path, String format) {
    assertThat(FormatByName.of(path)).isEqualTo(format);
  }

  @Test
  void of_aFolder_goesByItsFiles() throws IOException {
    Files.writeString(folder.resolve("_SUCCESS"), "");
    Files.writeString(folder.resolve("part-0.snappy.parquet"), "");
    assertThat(FormatByName.of(folder.toString())).isEqualTo("parquet");
  }

  @ParameterizedTest
  @CsvSource({"rows.xlsx", "database.table", "rows"})
  void of_anUnknownName_isRefused(String path) {
    assertThatThrownBy(() -> FormatByName.of(path))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot tell the format of %s by its name; give it by --format, such as csv, json, parquet, orc, libsvm or table",
            path);
  }

  @ParameterizedTest
  @CsvSource({
    "rows.csv.gz, true",
    "rows.parquet, true",
    "run.conf, false",
    "run.json, false",
    "run.txt, false",
    "run, false"
  })
  void isOfDataAlone_whatMayBeAConfiguration_isNot(String name, boolean isData) {
    assertThat(FormatByName.isOfDataAlone(name)).isEqualTo(isData);
  }

  @ParameterizedTest
  @CsvSource({
    "rows.csv.gz, rows",
    "rows.snappy.parquet, rows",
    "rows.v1.2.csv, rows.v1.2",
    "db.sales, db.sales",
    "rows, rows",
    "*.csv, *",
  })
  void withoutEndings_knownOnes_areCut(String name, String stem) {
    assertThat(FormatByName.withoutEndings(name)).isEqualTo(stem);
  }
}
