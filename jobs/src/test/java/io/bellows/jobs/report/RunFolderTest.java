package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.jobs.storage.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final String CONFIGURATION = "{\"output\":\"x\",\"training\":{\"shares\":8}}";
  private static final List<InputFile> INPUTS = List.of(new InputFile("/rows.csv", 10, 1000));

  @TempDir Path parent;

  private RunFolder folder() {
    return RunFolder.at(parent.resolve("run").toString());
  }

  private RunFolder.Plan plan(boolean overwrite) {
    return folder().plan(CONFIGURATION, INPUTS, overwrite);
  }

  private void finishedRun() {
    RunFolder folder = folder();
    folder.begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS);
    folder.writeHistory("epoch\n");
    folder.saveModel(path -> write(Path.of(path, "weights")));
    folder.finish("{\"end\":\"max-epochs\"}");
  }

  private static void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void plan_noFolderOrAnEmptyOne_trains() throws Exception {
    assertThat(plan(false)).isEqualTo(new RunFolder.Plan.Train(false));
    Files.createDirectory(parent.resolve("run"));
    assertThat(plan(false)).isEqualTo(new RunFolder.Plan.Train(false));
    assertThat(plan(true)).isEqualTo(new RunFolder.Plan.Train(false));
  }

  @Test
  void plan_unfinished_refusesAndNamesOverwrite() {
    folder().begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS);

    assertThat(plan(false))
        .isEqualTo(
            new RunFolder.Plan.Refuse(
                "cannot train into "
                    + parent.resolve("run")
                    + ": it holds an unfinished run; choose another output, or delete it with"
                    + " --overwrite"));
    assertThat(plan(true)).isEqualTo(new RunFolder.Plan.Train(true));
  }

  @Test
  void plan_finishedAndTheSame_repeats() {
    finishedRun();

    assertThat(plan(false)).isEqualTo(new RunFolder.Plan.Repeat("{\"end\":\"max-epochs\"}"));
    assertThat(plan(true)).isEqualTo(new RunFolder.Plan.Train(true));
  }

  @Test
  void plan_outputWrittenDifferently_isTheSameRun() {
    finishedRun();

    assertThat(folder().plan(CONFIGURATION.replace("\"x\"", "\"./x\""), INPUTS, false))
        .isInstanceOf(RunFolder.Plan.Repeat.class);
  }

  @Test
  void plan_finishedAndDifferent_refusesAndNamesTheDifferences() {
    finishedRun();

    RunFolder.Plan plan =
        folder()
            .plan(
                "{\"training\":{\"shares\":4,\"max-rounds\":3}}",
                List.of(new InputFile("/rows.csv", 11, 1000), new InputFile("/more.csv", 1, 2000)),
                false);

    assertThat(((RunFolder.Plan.Refuse) plan).reason())
        .isEqualTo(
            "cannot train into "
                + parent.resolve("run")
                + ": it holds a finished run that differs: training.max-rounds was absent, now 3;"
                + " training.shares was 8, now 4; input /more.csv was absent, now 1 bytes of"
                + " 1970-01-01T00:00:02Z; input /rows.csv was 10 bytes of 1970-01-01T00:00:01Z, now"
                + " 11 bytes of 1970-01-01T00:00:01Z; choose another output, or delete it with"
                + " --overwrite");
  }

  @Test
  void plan_aFile_isRefused() throws Exception {
    Files.writeString(parent.resolve("run"), "");

    assertThat(((RunFolder.Plan.Refuse) plan(true)).reason())
        .endsWith(": there is a file of that name; choose another output");
  }

  @Test
  void begin_replacing_deletesOnlyTheOlderRun() throws Exception {
    finishedRun();
    Files.writeString(parent.resolve("neighbour"), "");

    folder().begin(new RunFolder.Plan.Train(true), CONFIGURATION, INPUTS);

    assertThat(parent.resolve("run")).isDirectoryContaining("glob:**/bellows.json");
    assertThat(parent.resolve("run/model")).doesNotExist();
    assertThat(parent.resolve("run/result.json")).doesNotExist();
    assertThat(parent.resolve("neighbour")).exists();
  }

  @Test
  void begin_whereNothingCanBeWritten_says() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "");
    RunFolder folder = RunFolder.at(file.resolve("run").toString());

    assertThatThrownBy(() -> folder.begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith(
            "cannot use the output folder " + file.resolve("run") + ": it cannot be written to (");
  }

  /** A failed save leaves no model that could be taken for a whole one. */
  @Test
  void saveModel_thatFails_leavesNoModel() {
    RunFolder folder = folder();
    folder.begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS);

    assertThatThrownBy(
            () ->
                folder.saveModel(
                    path -> {
                      write(Path.of(path, "weights"));
                      throw new IllegalStateException("lost");
                    }))
        .hasMessage("lost");

    assertThat(parent.resolve("run/model")).doesNotExist();
  }

  @Test
  void abandon_leavesThingsAsTheyWere() throws Exception {
    RunFolder fresh = folder();
    fresh.begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS);
    fresh.abandon();
    assertThat(parent.resolve("run")).doesNotExist();

    Files.createDirectory(parent.resolve("run"));
    RunFolder existing = folder();
    existing.begin(new RunFolder.Plan.Train(false), CONFIGURATION, INPUTS);
    existing.abandon();
    assertThat(parent.resolve("run")).isEmptyDirectory();
  }

  @Test
  void modelIn_takesRunFoldersAndModelFolders() throws Exception {
    finishedRun();
    Path run = parent.resolve("run");

    assertThat(RunFolder.modelIn(run.toString())).isEqualTo(run.resolve("model").toString());
    assertThat(RunFolder.modelIn(run.resolve("model").toString()))
        .isEqualTo(run.resolve("model").toString());
  }

  @Test
  void inputs_ofAFolderAPatternAndNothing() throws Exception {
    Path data = Files.createDirectories(parent.resolve("data/part"));
    Files.writeString(data.resolve("b.csv"), "12");
    Files.writeString(parent.resolve("data/a.csv"), "1");
    Files.writeString(parent.resolve("data/_SUCCESS"), "");
    Files.writeString(parent.resolve("data/.a.csv.crc"), "");

    assertThat(RunFolder.inputs(List.of(parent.resolve("data").toString())))
        .extracting(InputFile::path, InputFile::size)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(parent.resolve("data/a.csv").toString(), 1L),
            org.assertj.core.groups.Tuple.tuple(data.resolve("b.csv").toString(), 2L));
    assertThat(RunFolder.inputs(List.of(parent + "/da*/*.csv")))
        .extracting(InputFile::path)
        .containsExactly(parent.resolve("data/a.csv").toString());
    assertThat(RunFolder.inputs(List.of("file:" + parent + "/data/a.csv"))).hasSize(1);
    assertThat(RunFolder.inputs(List.of(parent + "/absent"))).isEmpty();
  }
}
