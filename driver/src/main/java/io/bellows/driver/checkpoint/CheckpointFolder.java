package io.bellows.driver.checkpoint;

import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbered checkpoints of a run. Each has a name of its own, never given twice, that carries
 * the checksum of its content: a file that a crash has cut is known by that, and no file says which
 * is the newest.
 */
final class CheckpointFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final Pattern NAME =
      Pattern.compile("(\\d{1,18})-([0-9a-f]{" + Checksum.DIGITS + "})\\.safetensors");

  /** A checkpoint by its name. */
  private record Entry(String name, long number, String checksum) {
    static Optional<Entry> of(String name) {
      Matcher parts = NAME.matcher(name);
      return parts.matches()
          ? Optional.of(new Entry(name, Long.parseLong(parts.group(1)), parts.group(2)))
          : Optional.empty();
    }
  }

  private final String folder;
  private final Storage storage;

  CheckpointFolder(String folder) {
    this.folder = folder;
    this.storage = Storage.of(folder);
  }

  /**
   * The newest checkpoint of a run that is whole.
   *
   * @param run the checksum of what the run had fitted
   */
  Optional<CheckpointFile> newest(String run) throws IOException {
    for (Entry entry : newestFirst()) {
      try {
        return Optional.of(read(entry, run));
      } catch (IOException e) {
        LOG.warn(
            "Passing over the checkpoint {}: {}; the one before it is taken",
            Storage.child(folder, entry.name),
            e.getMessage());
      }
    }
    return Optional.empty();
  }

  private CheckpointFile read(Entry entry, String run) throws IOException {
    byte[] content = storage.read(Storage.child(folder, entry.name));
    if (!Checksum.of(content).equals(entry.checksum)) {
      throw new IOException("it is damaged, its checksum is not the one in its name");
    }
    return CheckpointFile.read(content, run);
  }

  /** Adds a checkpoint, and deletes those that are older than the last {@code keep}. */
  void add(byte[] content, int keep) throws IOException {
    List<Entry> older = newestFirst();
    long number = older.isEmpty() ? 1 : older.get(0).number + 1;
    String name = String.format("%06d-%s.safetensors", number, Checksum.of(content));
    storage.write(Storage.child(folder, name), content);
    for (Entry entry : older.subList(Math.min(keep - 1, older.size()), older.size())) {
      storage.delete(Storage.child(folder, entry.name));
    }
  }

  private List<Entry> newestFirst() throws IOException {
    if (!storage.exists(folder)) {
      return List.of();
    }
    return storage.names(folder).stream()
        .map(Entry::of)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingLong(Entry::number).reversed())
        .toList();
  }
}
