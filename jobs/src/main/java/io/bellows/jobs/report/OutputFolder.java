package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder that a command leaves behind, and the one rule for running the command again.
 *
 * <p>A marker, written first, says that the folder is ours and what was asked for. A result,
 * written last, says that it is finished. No folder, or an empty one: begin. Finished, and the same
 * was asked for: show the result again and change nothing. Unfinished, and the same: start over,
 * but refuse a run, which is too dear for that unless somebody asked it to stop. Otherwise: refuse,
 * and name the differences.
 */
public final class OutputFolder {
  private static final int FORMAT = 1;

  /** What a command came to that was asked to stop. It is not finished. */
  private static final String STOPPED = "stopped.json";

  /** What a folder holds. */
  public enum Kind {
    RUN(
        "train into",
        "an unfinished run",
        "a finished run",
        "differs",
        "bellows.json",
        "result.json",
        false),
    /** Names that begin with an underscore are passed over by who reads the folder as a table. */
    PREDICTIONS(
        "write predictions to",
        "unfinished predictions",
        "finished predictions",
        "differ",
        "_bellows.json",
        "_result.json",
        true),
    /** The result is the report, to be shown again. */
    QUICKSTART(
        "write the quickstart to",
        "an unfinished quickstart",
        "a finished quickstart",
        "differs",
        "quickstart.json",
        "report.txt",
        true);

    private final String doing;
    private final String unfinished;
    private final String finished;
    private final String differ;
    private final String marker;
    private final String result;
    private final boolean startsOver;

    Kind(
        String doing,
        String unfinished,
        String finished,
        String differ,
        String marker,
        String result,
        boolean startsOver) {
      this.doing = doing;
      this.unfinished = unfinished;
      this.finished = finished;
      this.differ = differ;
      this.marker = marker;
      this.result = result;
      this.startsOver = startsOver;
    }
  }

  /** What is to be done. */
  public sealed interface Plan {
    /**
     * Begin.
     *
     * @param replaces whether there is something older, which gives way
     */
    record Begin(boolean replaces) implements Plan {}

    /**
     * Show the result of the same request, which is finished.
     *
     * @param result its text
     */
    record Repeat(String result) implements Plan {}

    /**
     * Do nothing.
     *
     * @param reason a sentence
     */
    record Refuse(String reason) implements Plan {}
  }

  private final Kind kind;
  private final String path;
  private final Storage storage;

  private OutputFolder(Kind kind, String path, Storage storage) {
    this.kind = kind;
    this.path = path;
    this.storage = storage;
  }

  /** The folder at a path, which need not exist. */
  public static OutputFolder at(String path, Kind kind) {
    String absolute = Storage.absolute(path);
    return new OutputFolder(kind, absolute, Storage.of(absolute));
  }

  /** Its path, not depending on the working directory. */
  public String path() {
    return path;
  }

  /**
   * What the rule says.
   *
   * @param overwrite whether something older may be deleted, when it is ours
   */
  public Plan plan(Request request, boolean overwrite) {
    try {
      if (!storage.exists(path)) {
        return new Plan.Begin(false);
      }
      if (!storage.isFolder(path)) {
        return refuse("there is a file of that name; choose another output");
      }
      List<String> names = storage.names(path);
      if (names.isEmpty()) {
        return new Plan.Begin(false);
      }
      if (!names.contains(kind.marker)) {
        return refuse(
            "the folder is not empty and was not made by Bellows (no "
                + kind.marker
                + "); choose another output");
      }
      return overwrite ? new Plan.Begin(true) : planForOurs(request, names);
    } catch (IOException e) {
      throw unusable("it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Plan planForOurs(Request request, List<String> names) throws IOException {
    boolean isFinished = names.contains(kind.result);
    if (!isFinished && !kind.startsOver && !names.contains(STOPPED)) {
      return refuseForNow("it holds " + kind.unfinished);
    }
    JsonNode marker = marker();
    if (marker.path("format").asInt() != FORMAT) {
      return refuseForNow(
          "it holds what another version of Bellows left ("
              + marker.path("version").asText("unknown")
              + ")");
    }
    String differences = request.differencesFrom(marker);
    if (!differences.isEmpty()) {
      return refuseForNow(
          String.format(
              "it holds %s that %s: %s",
              isFinished ? kind.finished : kind.unfinished, kind.differ, differences));
    }
    return isFinished
        ? new Plan.Repeat(storage.readText(child(kind.result)))
        : new Plan.Begin(true);
  }

  private Plan.Refuse refuseForNow(String why) {
    return refuse(why + "; choose another output, or replace it with --overwrite");
  }

  private Plan.Refuse refuse(String why) {
    return new Plan.Refuse("cannot " + kind.doing + " " + path + ": " + why);
  }

  private JsonNode marker() throws IOException {
    try {
      return Json.parsed(storage.readText(child(kind.marker)));
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  /**
   * Begins what was planned. The folder is made, where there is none, and so found to be one that
   * can be written to; something older stays until {@link Attempt#begin}.
   *
   * @throws OutputException when it cannot be written to
   */
  public Attempt attempt(Plan.Begin plan, Request request) {
    try {
      Attempt attempt = new Attempt(plan, request, storage.exists(path));
      if (plan.replaces()) {
        storage.writeText(child(kind.marker), storage.readText(child(kind.marker)));
      } else {
        attempt.begin();
      }
      return attempt;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * A command on its way to a result. Closed before anything has come of it, it leaves no trace,
   * and something older as it was.
   */
  public final class Attempt implements AutoCloseable {
    private final Plan.Begin plan;
    private final Request request;
    private final boolean existed;
    private boolean hasBegun;
    private boolean isKept;

    private Attempt(Plan.Begin plan, Request request, boolean existed) {
      this.plan = plan;
      this.request = request;
      this.existed = existed;
    }

    /** Takes the folder: something older is deleted. */
    public void begin() {
      if (hasBegun) {
        return;
      }
      try {
        if (plan.replaces()) {
          deleteAll();
        }
        storage.createFolders(path);
        ObjectNode marker = Json.object();
        marker.put("format", FORMAT);
        marker.put("version", BuildVersion.CURRENT.version());
        request.describe(marker);
        storage.writeText(child(kind.marker), Json.pretty(marker));
        hasBegun = true;
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    /** Something has come of it that stays, whatever follows. */
    public void keep() {
      begin();
      isKept = true;
    }

    /** Writes the result, which ends it. */
    public void finish(String result) {
      keep();
      write(kind.result, result);
    }

    /** Writes what has come of it until somebody asked it to stop. It can be begun again. */
    public void stop(String soFar) {
      keep();
      write(STOPPED, soFar);
    }

    /** Whether the folder holds this attempt, and no longer something older. */
    public boolean hasBegun() {
      return hasBegun;
    }

    /** Whether something has come of it that stays. */
    public boolean isKept() {
      return isKept;
    }

    /** Takes back {@link #begin} when nothing has come of it. */
    @Override
    public void close() {
      if (isKept || !hasBegun) {
        return;
      }
      try {
        deleteAll();
        if (!existed) {
          storage.delete(path);
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  /**
   * The result goes first, so that what a crash leaves is not taken for finished; the marker last,
   * so that it is still known to be ours.
   */
  private void deleteAll() throws IOException {
    List<String> names = new ArrayList<>(storage.names(path));
    names.remove(kind.marker);
    if (names.remove(kind.result)) {
      names.add(0, kind.result);
    }
    for (String name : names) {
      storage.delete(child(name));
    }
    storage.delete(child(kind.marker));
  }

  /** Writes a file of the folder. */
  void write(String name, String text) {
    try {
      storage.writeText(child(name), text);
    } catch (IOException e) {
      throw unusable(name + " cannot be written to it (" + e + ")", e);
    }
  }

  String child(String name) {
    return Storage.child(path, name);
  }

  private OutputException unwritable(IOException cause) {
    return unusable("it cannot be written to (" + cause + ")", cause);
  }

  OutputException unusable(String why, IOException cause) {
    return new OutputException("cannot use the output folder " + path + ": " + why, cause);
  }
}
