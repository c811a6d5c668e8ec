package io.bellows.driver.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Files behind Hadoop's FileSystem. Settings are Hadoop's own and those that Spark was given as
 * {@code spark.hadoop.…}.
 */
final class HadoopStorage implements Storage {
  private static final String SPARK_PREFIX = "spark.hadoop.";

  private final Configuration configuration = configuration();
  private final Path given;
  private final FileSystem fileSystem;

  HadoopStorage(String path) {
    this.given = new Path(path);
    try {
      fileSystem = given.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether paths without a scheme are Hadoop's. Hadoop is asked only where it has settings. */
  static boolean isDefault() {
    boolean hasSettings =
        System.getProperty(SPARK_PREFIX + "fs.defaultFS") != null
            || HadoopStorage.class.getClassLoader().getResource("core-site.xml") != null;
    return hasSettings && !FileSystem.getDefaultUri(configuration()).getScheme().equals("file");
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key instanceof String name && name.startsWith(SPARK_PREFIX)) {
                configuration.set(name.substring(SPARK_PREFIX.length()), String.valueOf(value));
              }
            });
    return configuration;
  }

  @Override
  public String canonical(String path) {
    return fileSystem.makeQualified(new Path(path)).toString();
  }

  @Override
  public boolean exists(String path) throws IOException {
    return fileSystem.exists(new Path(path));
  }

  @Override
  public boolean isFolder(String path) throws IOException {
    return exists(path) && fileSystem.getFileStatus(new Path(path)).isDirectory();
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return Arrays.stream(fileSystem.listStatus(new Path(folder)))
        .map(status -> status.getPath().getName())
        .sorted()
        .toList();
  }

  @Override
  public List<InputFile> files(String pathOrPattern) throws IOException {
    List<InputFile> files = new ArrayList<>();
    FileStatus[] matches = fileSystem.globStatus(new Path(pathOrPattern));
    if (matches != null) {
      for (FileStatus match : matches) {
        addFiles(match, files);
      }
    }
    files.sort(Comparator.comparing(InputFile::path));
    return files;
  }

  private void addFiles(FileStatus status, List<InputFile> files) throws IOException {
    if (!status.isDirectory()) {
      files.add(
          new InputFile(
              status.getPath().toString(), status.getLen(), status.getModificationTime()));
      return;
    }
    for (FileStatus child : fileSystem.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        addFiles(child, files);
      }
    }
  }

  @Override
  public byte[] read(String path) throws IOException {
    try (InputStream in = fileSystem.open(new Path(path))) {
      return in.readAllBytes();
    }
  }

  /** Object stores show a file once it is closed, and rename by copying. */
  @Override
  public void write(String path, byte[] content) throws IOException {
    Path target = new Path(path);
    if (!renamesAtOnce()) {
      writeForced(target, content, true);
      return;
    }
    Path temporary = new Path(target.getParent(), "." + target.getName() + ".tmp");
    try {
      writeForced(temporary, content, true);
      context(target).rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      delete(temporary.toString());
      throw e;
    }
    requireWhole(target, content.length);
  }

  @Override
  public boolean create(String path, byte[] content) throws IOException {
    Path target = new Path(path);
    try {
      writeForced(target, content, false);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void writeForced(Path path, byte[] content, boolean replaces) throws IOException {
    FSDataOutputStream out = fileSystem.create(path, replaces);
    boolean isWritten = false;
    try {
      out.write(content);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
      isWritten = true;
    } finally {
      if (!isWritten && out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        // To close it would show half a file.
        out.abort();
      }
      out.close();
    }
  }

  private void requireWhole(Path file, int length) throws IOException {
    long written = fileSystem.getFileStatus(file).getLen();
    if (written != length) {
      throw new IOException(
          String.format("%s has %d bytes after %d were written", file, written, length));
    }
  }

  /**
   * What object stores have in common is that a file being written can be given up. A view of
   * several file systems can tell of a path only, not of its root.
   */
  @Override
  public boolean renamesAtOnce() {
    try {
      return !fileSystem.hasPathCapability(given, CommonPathCapabilities.ABORTABLE_STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void createFolders(String folder) throws IOException {
    if (!fileSystem.mkdirs(new Path(folder))) {
      throw new IOException("cannot create the folder " + folder);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    context(new Path(to)).rename(new Path(from), new Path(to));
  }

  private FileContext context(Path path) throws IOException {
    return FileContext.getFileContext(fileSystem.makeQualified(path).toUri(), configuration);
  }

  @Override
  public void delete(String path) throws IOException {
    try {
      fileSystem.delete(new Path(path), true);
    } catch (FileNotFoundException e) {
      // It is gone already.
    }
  }
}
