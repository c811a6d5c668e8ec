package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * was asked for: show the result again and change nothing. Unfinished, and the same: start over, or
 * go on where the kind of command can; that may also change what is free to change, and a finished
 * run goes on when that lets it. Otherwise: refuse, and name the differences.
 */
public final class OutputFolder {
  private static final int FORMAT = 1;
  private static final String CHANGES = "changes";

  /** What a folder holds. */
  public enum Kind {
    RUN(
        "train into",
        "an unfinished run",
        "a finished run",
        "differs",
        "bellows.json",
        "result.json",
        true),
    /** Names that begin with an underscore are passed over by who reads the folder as a table. */
    PREDICTIONS(
        "write predictions to",
        "unfinished predictions",
        "finished predictions",
        "differ",
        "_bellows.json",
        "_result.json",
        false),
    /** The result is the report, to be shown again. */
    QUICKSTART(
        "write the quickstart to",
        "an unfinished quickstart",
        "a finished quickstart",
        "differs",
        "quickstart.json",
        "report.txt",
        false);

    private final String doing;
    private final String unfinished;
    private final String finished;
    private final String differ;
    private final String marker;
    private final String result;
    private final boolean goesOn;

    Kind(
        String doing,
        String unfinished,
        String finished,
        String differ,
        String marker,
        String result,
        boolean goesOn) {
      this.doing = doing;
      this.unfinished = unfinished;
      this.finished = finished;
      this.differ = differ;
      this.marker = marker;
      this.result = result;
      this.goesOn = goesOn;
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
     * Go on with what is there.
     *
     * @param changes settings that have changed, now and earlier
     * @param inputs what became of the input files, in words; empty when they are the same
     */
    record GoOn(List<Change> changes, String inputs) implements Plan {
      public GoOn {
        changes = List.copyOf(changes);
      }
    }

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
      List<String> names = new ArrayList<>(storage.names(path));
      names.remove(Ownership.FOLDER);
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
    JsonNode marker = marker();
    if (marker.path("format").asInt() != FORMAT) {
      return refuseForNow(
          "it holds what another version of Bellows left ("
              + marker.path("version").asText("unknown")
              + ")");
    }
    Differences differences = request.differencesFrom(marker);
    boolean mayGoOn = kind.goesOn && (!isFinished || differences.reopens());
    // Whether rows are the same is for who goes on to see: a file may just have been copied.
    String refused =
        Differences.sentence(
            differences.identity(), mayGoOn && !isFinished ? List.of() : differences.inputs());
    if (!refused.isEmpty()) {
      return refuseForNow(
          String.format(
              "it holds %s that %s: %s",
              isFinished ? kind.finished : kind.unfinished, kind.differ, refused));
    }
    if (mayGoOn) {
      return goOn(marker, differences);
    }
    return isFinished
        ? new Plan.Repeat(storage.readText(child(kind.result)))
        : new Plan.Begin(true);
  }

  private static Plan goOn(JsonNode marker, Differences differences) {
    List<Change> changes = new ArrayList<>();
    marker.path(CHANGES).forEach(change -> changes.add(Change.of(change)));
    changes.addAll(differences.free());
    return new Plan.GoOn(changes, Differences.sentence(differences.inputs(), List.of()));
  }

  /** Refuses to touch what the folder holds. */
  Plan.Refuse refuseUnfinished() {
    return refuseForNow("it holds " + kind.unfinished);
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
  public Attempt attempt(Plan plan, Request request) {
    try {
      Attempt attempt = new Attempt(plan, request, storage.exists(path));
      if (attempt.holdsOlder()) {
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
    private final Plan plan;
    private final Request request;
    private final boolean existed;
    private boolean hasBegun;
    private boolean isKept;

    private Attempt(Plan plan, Request request, boolean existed) {
      this.plan = plan;
      this.request = request;
      this.existed = existed;
      this.isKept = goesOn();
    }

    /** Whether it goes on with what there is. */
    public boolean goesOn() {
      return plan instanceof Plan.GoOn;
    }

    private boolean holdsOlder() {
      return goesOn() || (plan instanceof Plan.Begin begin && begin.replaces());
    }

    /** Takes the folder: something older is deleted, or no longer finished when it goes on. */
    public void begin() {
      if (hasBegun) {
        return;
      }
      try {
        if (goesOn()) {
          storage.delete(child(kind.result));
        } else if (holdsOlder()) {
          deleteAll();
        }
        storage.createFolders(path);
        storage.writeText(child(kind.marker), Json.pretty(newMarker()));
        hasBegun = true;
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private ObjectNode newMarker() {
      ObjectNode marker = Json.object();
      marker.put("format", FORMAT);
      marker.put("version", BuildVersion.CURRENT.version());
      request.describe(marker);
      if (!changes().isEmpty()) {
        ArrayNode list = marker.putArray(CHANGES);
        changes().forEach(change -> list.add(change.json()));
      }
      return marker;
    }

    /** Settings that have changed since the run began. */
    public List<Change> changes() {
      return plan instanceof Plan.GoOn goOn ? goOn.changes() : List.of();
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

    /** Whether something has come of it, now or earlier, that stays. */
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
   * so that it is still known to be ours. Who is at work here stays known.
   */
  private void deleteAll() throws IOException {
    List<String> names = new ArrayList<>(storage.names(path));
    names.remove(kind.marker);
    names.remove(Ownership.FOLDER);
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
