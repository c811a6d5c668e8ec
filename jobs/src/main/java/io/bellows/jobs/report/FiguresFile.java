package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.List;

/**
 * A file that a command writes its figures to. An older one is replaced only when the same command
 * wrote it.
 *
 * @param path not depending on the working directory
 * @param command the command's name
 * @param marks the fields by which a file of the command is known
 */
record FiguresFile(String path, String command, List<String> marks) {
  /** The file at a path, which need not exist. */
  static FiguresFile at(String path, String command, List<String> marks) {
    return new FiguresFile(Storage.absolute(path), command, marks);
  }

  /**
   * Makes the folders above the file, and so finds out whether it can be written.
   *
   * @throws OutputException when it cannot, or when there is something else
   */
  void requireUsable() {
    Storage storage = Storage.of(path);
    try {
      if (!storage.exists(path)) {
        storage.createFolders(path.substring(0, path.lastIndexOf('/') + 1));
      } else if (storage.isFolder(path)) {
        throw new OutputException(refusal("there is a folder of that name"));
      } else if (!isOurs(storage.readText(path))) {
        throw new OutputException(
            refusal("there is a file of that name that " + command + " has not written"));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private String refusal(String why) {
    return String.format("cannot write %s: %s; choose another output", path, why);
  }

  private boolean isOurs(String text) {
    try {
      JsonNode json = Json.parsed(text);
      return marks.stream().allMatch(json::has);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  void write(ObjectNode figures) {
    try {
      Storage.of(path).writeText(path, Json.pretty(figures));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private OutputException unwritable(IOException cause) {
    return new OutputException("cannot write " + path + " (" + cause + ")", cause);
  }
}
