package io.bellows.jobs.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Files behind Hadoop's FileSystem. Settings are Hadoop's own and those that Spark was given as
 * {@code spark.hadoop.…}.
 */
final class HadoopStorage implements Storage {
  private static final String SPARK_PREFIX = "spark.hadoop.";

  private final Configuration configuration = configuration();
  private final FileSystem fileSystem;

  HadoopStorage(String path) {
    try {
      fileSystem = new Path(path).getFileSystem(configuration);
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
  public String readText(String path) throws IOException {
    try (InputStream in = fileSystem.open(new Path(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void writeText(String path, String text) throws IOException {
    Path target = new Path(path);
    Path temporary = new Path(target.getParent(), "." + target.getName() + ".tmp");
    try (OutputStream out = fileSystem.create(temporary, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    context(target).rename(temporary, target, Options.Rename.OVERWRITE);
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
