package io.bellows.jobs.storage;

import java.io.IOException;
import java.net.URI;
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

  /** A whole file, in UTF-8. */
  String readText(String path) throws IOException;

  /** Writes a whole file in UTF-8, so that no reader ever sees half of it. */
  void writeText(String path, String text) throws IOException;

  void createFolders(String folder) throws IOException;

  /** Gives a folder another name, which must not be taken. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file, or a folder with all that is in it. */
  void delete(String path) throws IOException;
}
