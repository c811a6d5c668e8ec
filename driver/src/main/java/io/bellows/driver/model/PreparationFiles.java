package io.bellows.driver.model;

import io.bellows.driver.input.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a preparation, which Spark writes and reads. Spark does not say what is wrong with
 * one that is damaged, and may not even notice; so their checksums are looked at before.
 */
final class PreparationFiles {
  private final Path folder;
  private final Configuration hadoop;

  PreparationFiles(Path folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /** SHA-256 of each file, by its path in the folder. Without what readers of tables pass over. */
  Map<String, String> checksums() throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    FileSystem files = RawFiles.of(folder, hadoop);
    addChecksums(files, files.getFileStatus(folder), "", checksums);
    return checksums;
  }

  private static void addChecksums(
      FileSystem files, FileStatus folder, String prefix, Map<String, String> checksums)
      throws IOException {
    for (FileStatus child : files.listStatus(folder.getPath())) {
      String name = child.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (child.isDirectory()) {
        addChecksums(files, child, prefix + name + "/", checksums);
      } else {
        try (FSDataInputStream in = files.open(child.getPath())) {
          checksums.put(prefix + name, Sha256.of(in.readAllBytes()));
        }
      }
    }
  }

  /**
   * Compares with what was written.
   *
   * @throws InputException naming a file that is damaged, missing or not of the model
   */
  void requireUndamaged(Map<String, String> written) {
    Map<String, String> found = found();
    for (Map.Entry<String, String> file : written.entrySet()) {
      String checksum = found.remove(file.getKey());
      if (!file.getValue().equals(checksum)) {
        throw unreadable(
            file.getKey(),
            checksum == null
                ? "is missing"
                : "is damaged: its checksum is not the one in model.json");
      }
    }
    for (String file : found.keySet()) {
      throw unreadable(file, "is not part of the model");
    }
  }

  private Map<String, String> found() {
    try {
      return checksums();
    } catch (FileNotFoundException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw new InputException(
          String.format("Cannot read the model in %s: %s", folder, e.getMessage()), e);
    }
  }

  private InputException unreadable(String file, String reason) {
    return new InputException(
        String.format(
            "Cannot read the model in %s: %s/%s %s; copy the folder again, or train again",
            folder.getParent(), folder.getName(), file, reason));
  }
}
