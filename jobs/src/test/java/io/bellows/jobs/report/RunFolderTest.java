package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.storage.InputFile;
import io.bellows.jobs.config.FreeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final String CONFIGURATION = "{\"output\":\"x\",\"training\":{\"shares\":8}}";
  private static final List<InputFile> INPUTS = List.of(new InputFile("/rows.csv", 10, 1000));
  private static final Request REQUEST = new Request(CONFIGURATION, INPUTS);

  @TempDir Path parent;

  private RunFolder folder() {
    return RunFolder.at(parent.resolve("run").toString());
  }

  private OutputFolder.Plan plan(boolean overwrite) {
    return folder().plan(REQUEST, overwrite, true);
  }

  private void finishedRun() {
    RunFolder folder = folder();
    OutputFolder.Attempt attempt = begun(folder);
    folder.writeHistory(0, "epoch\n");
    folder.saveModel(path -> write(Path.of(path, "weights")));
    attempt.finish("{\"end\":\"max-epochs\"}");
  }

  private static OutputFolder.Attempt begun(RunFolder folder) {
    return folder.attempt(new OutputFolder.Plan.Begin(false), REQUEST);
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
    assertThat(plan(false)).isEqualTo(new OutputFolder.Plan.Begin(false));
    Files.createDirectory(parent.resolve("run"));
    assertThat(plan(false)).isEqualTo(new OutputFolder.Plan.Begin(false));
    assertThat(plan(true)).isEqualTo(new OutputFolder.Plan.Begin(false));
  }

  @Test
  void plan_unfinished_goesOnUnlessThatIsNotWanted() {
    begun(folder());

    assertThat(plan(false)).isEqualTo(new OutputFolder.Plan.GoOn(List.of(), ""));
    assertThat(folder().plan(REQUEST, false, false))
        .isEqualTo(
            new OutputFolder.Plan.Refuse(
                "cannot train into "
                    + parent.resolve("run")
                    + ": it holds an unfinished run; choose another output, or replace it with"
                    + " --overwrite"));
    assertThat(plan(true)).isEqualTo(new OutputFolder.Plan.Begin(true));
  }

  /** Whether the rows are the same is found out when they are read. */
  @Test
  void plan_unfinishedWithOtherFiles_goesOnAndTellsOfThem() {
    begun(folder());

    OutputFolder.Plan plan =
        folder()
            .plan(
                new Request(CONFIGURATION, List.of(new InputFile("/rows.csv", 10, 2000))),
                false,
                true);

    assertThat(plan)
        .isEqualTo(
            new OutputFolder.Plan.GoOn(
                List.of(),
                "input /rows.csv was 10 bytes of 1970-01-01T00:00:01Z, now 10 bytes of"
                    + " 1970-01-01T00:00:02Z"));
  }

  @Test
  void plan_unfinishedAndDifferent_isRefused() {
    begun(folder());

    assertThat(folder().plan(new Request("{}", INPUTS), false, true))
        .isInstanceOfSatisfying(
            OutputFolder.Plan.Refuse.class,
            refuse ->
                assertThat(refuse.reason()).contains("it holds an unfinished run that differs"));
  }

  @Test
  void attempt_goingOn_remembersAllChangesAndIsNoLongerFinished() {
    FreeKeys free = new FreeKeys(Set.of("training.shares"), Set.of());
    for (int shares : List.of(8, 7, 6)) {
      Request request = new Request("{\"training\":{\"shares\":" + shares + "}}", INPUTS, free);
      OutputFolder.Plan plan = folder().plan(request, false, true);
      OutputFolder.Attempt attempt = folder().attempt(plan, request);
      attempt.keep();
      assertThat(parent.resolve("run/result.json")).doesNotExist();
      attempt.finish("{}");
    }
    Request last = new Request("{\"training\":{\"shares\":5}}", INPUTS, free);

    assertThat(folder().plan(last, false, true))
        .isEqualTo(
            new OutputFolder.Plan.GoOn(
                List.of(
                    new Change("training.shares", "8", "7"),
                    new Change("training.shares", "7", "6"),
                    new Change("training.shares", "6", "5")),
                ""));
  }

  @Test
  void attempt_goingOnAndClosedWithoutMore_leavesWhatThereWas() throws Exception {
    begun(folder()).keep();
    Files.writeString(parent.resolve("run/history.csv"), "epoch");

    folder().attempt(plan(false), REQUEST).close();

    assertThat(parent.resolve("run/history.csv")).hasContent("epoch");
    assertThat(parent.resolve("run/bellows.json")).exists();
  }

  @Test
  void plan_finishedAndTheSame_repeats() {
    finishedRun();

    assertThat(plan(false)).isEqualTo(new OutputFolder.Plan.Repeat("{\"end\":\"max-epochs\"}"));
    assertThat(plan(true)).isEqualTo(new OutputFolder.Plan.Begin(true));
  }

  @Test
  void plan_outputWrittenDifferently_isTheSameRun() {
    finishedRun();

    assertThat(
            folder()
                .plan(new Request(CONFIGURATION.replace("\"x\"", "\"./x\""), INPUTS), false, true))
        .isInstanceOf(OutputFolder.Plan.Repeat.class);
  }

  @Test
  void plan_finishedAndDifferent_refusesAndNamesTheDifferences() {
    finishedRun();

    OutputFolder.Plan plan =
        folder()
            .plan(
                new Request(
                    "{\"training\":{\"shares\":4,\"max-rounds\":3}}",
                    List.of(
                        new InputFile("/rows.csv", 11, 1000), new InputFile("/more.csv", 1, 2000))),
                false,
                true);

    assertThat(((OutputFolder.Plan.Refuse) plan).reason())
        .isEqualTo(
            "cannot train into "
                + parent.resolve("run")
                + ": it holds a finished run that differs: training.max-rounds was absent, now 3;"
                + " training.shares was 8, now 4; input /more.csv was absent, now 1 bytes of"
                + " 1970-01-01T00:00:02Z; input /rows.csv was 10 bytes of 1970-01-01T00:00:01Z, now"
                + " 11 bytes of 1970-01-01T00:00:01Z; choose another output, or replace it with"
                + " --overwrite");
  }

  @Test
  void plan_aFile_isRefused() throws Exception {
    Files.writeString(parent.resolve("run"), "");

    assertThat(((OutputFolder.Plan.Refuse) plan(true)).reason())
        .endsWith(": there is a file of that name; choose another output");
  }

  @Test
  void attempt_replacing_leavesTheOlderRunUntilItBegins() throws Exception {
    finishedRun();
    Files.writeString(parent.resolve("neighbour"), "");
    Request other = new Request("{}", List.of());

    try (OutputFolder.Attempt attempt =
        folder().attempt(new OutputFolder.Plan.Begin(true), other)) {
      assertThat(plan(false)).isInstanceOf(OutputFolder.Plan.Repeat.class);
      assertThat(parent.resolve("run/model/weights")).exists();

      attempt.keep();

      assertThat(parent.resolve("run")).isDirectoryContaining("glob:**/bellows.json");
      assertThat(parent.resolve("run/model")).doesNotExist();
      assertThat(parent.resolve("run/result.json")).doesNotExist();
      assertThat(parent.resolve("neighbour")).exists();
    }
    assertThat(parent.resolve("run/bellows.json")).exists();
  }

  @Test
  void attempt_replacingAndClosedBeforeItBegins_changesNothing() {
    finishedRun();

    folder().attempt(new OutputFolder.Plan.Begin(true), new Request("{}", List.of())).close();

    assertThat(plan(false)).isInstanceOf(OutputFolder.Plan.Repeat.class);
    assertThat(parent.resolve("run/model/weights")).exists();
  }

  @Test
  void attempt_whereNothingCanBeWritten_says() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "");
    RunFolder folder = RunFolder.at(file.resolve("run").toString());

    assertThatThrownBy(() -> begun(folder))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith(
            "cannot use the output folder " + file.resolve("run") + ": it cannot be written to (");
  }

  /** A failed save leaves no model that could be taken for a whole one. */
  @Test
  void saveModel_thatFails_leavesNoModel() {
    RunFolder folder = folder();
    begun(folder);

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

  /** As a task of Spark says it, and the driver after it. */
  @Test
  void saveModel_withoutRoom_saysSoAndLeavesTheRoomThatHalfAModelTook() {
    RunFolder folder = folder();
    begun(folder);
    IOException full = new IOException("No space left on device");

    assertThatThrownBy(
            () ->
                folder.saveModel(
                    path -> {
                      write(Path.of(path, "weights"));
                      throw new IllegalStateException("task failed", full);
                    }))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            "cannot use the output folder "
                + folder.path()
                + ": the model cannot be written to it (java.io.IOException: No space left on"
                + " device)");

    assertThat(parent.resolve("run/model.tmp")).doesNotExist();
  }

  @Test
  void attempt_closedBeforeAnythingIsKept_leavesThingsAsTheyWere() throws Exception {
    begun(folder()).close();
    assertThat(parent.resolve("run")).doesNotExist();

    Files.createDirectory(parent.resolve("run"));
    begun(folder()).close();
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

    assertThat(Request.inputs(List.of(parent.resolve("data").toString())))
        .extracting(InputFile::path, InputFile::size)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(parent.resolve("data/a.csv").toString(), 1L),
            org.assertj.core.groups.Tuple.tuple(data.resolve("b.csv").toString(), 2L));
    assertThat(Request.inputs(List.of(parent + "/da*/*.csv")))
        .extracting(InputFile::path)
        .containsExactly(parent.resolve("data/a.csv").toString());
    assertThat(Request.inputs(List.of("file:" + parent + "/data/a.csv"))).hasSize(1);
    assertThat(Request.inputs(List.of(parent + "/absent"))).isEmpty();
  }
}
