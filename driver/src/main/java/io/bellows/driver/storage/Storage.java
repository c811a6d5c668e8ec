package io.bellows.driver.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Files and folders by path, wherever they lie: on this machine or behind Hadoop. */
public interface Storage {
  /** The storage that a path belongs to. */
  static Storage of(String path) {
    return isLocal(path) ? LocalStorage.INSTANCE : new HadoopStorage(path);
  }

  /** This machine's storage. */
  static Storage local() {
    return LocalStorage.INSTANCE;
  }

  /**
   * Whether a path is one of this machine: {@code file:}, or no scheme where Hadoop has no other.
   */
  static boolean isLocal(String path) {
    if (path.startsWith("file:")) {
      return true;
    }
    return !hasScheme(path) && !HadoopStorage.isDefault();
  }

  /** Whether a path says where it belongs, as {@code hdfs://…} and {@code file:…} do. */
  static boolean hasScheme(String path) {
    return path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  /** A local path as Java has it. */
  static Path localPath(String path) {
    return path.startsWith("file:")
        ? Path.of(URI.create(path.replaceFirst("^file:/+", "file:///")))
        : Path.of(path);
  }

  /** The same path, so that it does not depend on the working directory. */
  static String absolute(String path) {
    return isLocal(path) && !hasScheme(path)
        ? Path.of(path).toAbsolutePath().normalize().toString()
        : path;
  }

  /** A path below another. */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** Whether a path is another one, or lies below it. */
  static boolean isWithin(String inner, String outer) throws IOException {
    if (isLocal(inner) != isLocal(outer)) {
      return false;
    }
    String below = child(of(inner).canonical(inner), "");
    return below.startsWith(child(of(outer).canonical(outer), ""));
  }

  /** The one name that all ways of writing a path have in common. */
  String canonical(String path) throws IOException;

  boolean exists(String path) throws IOException;

  /** Whether there is a folder at a path. */
  boolean isFolder(String path) throws IOException;

  /** The names in a folder. */
  List<String> names(String folder) throws IOException;

  /**
   * The files that a path stands for: itself, those in a folder at any depth, those that a pattern
   * fits. Names that begin with a dot or an underscore are passed over. Empty when there are none.
   */
  List<InputFile> files(String pathOrPattern) throws IOException;

  /** A whole file. */
  byte[] read(String path) throws IOException;

  /**
   * Writes a whole file, in place of an older one, so that no reader ever sees half of it and no
   * crash afterwards loses it. Where a file cannot be given its name in one step, a crash may leave
   * half of it.
   */
  void write(String path, byte[] content) throws IOException;

  /**
   * Writes a file that must not be there yet: of several who try, one succeeds.
   *
   * @return whether it was this one; false when there is such a file
   */
  boolean create(String path, byte[] content) throws IOException;

  /** A whole file, in UTF-8. */
  default String readText(String path) throws IOException {
    return new String(read(path), StandardCharsets.UTF_8);
  }

  /** Writes a whole file in UTF-8, as {@link #write} does. */
  default void writeText(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void createFolders(String folder) throws IOException;

  /** Whether {@link #rename} is one step, which has happened or not. */
  boolean renamesAtOnce();

  /** Gives a folder another name, which must not be taken. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file, or a folder with all that is in it. */
  void delete(String path) throws IOException;
}
