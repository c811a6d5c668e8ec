package io.bellows.driver.storage;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** This machine's files, by java.nio: a rename onto an existing file works, and is atomic. */
final class LocalStorage implements Storage {
  static final LocalStorage INSTANCE = new LocalStorage();

  /** The first name in a path with a wildcard, and what follows it. */
  private static final Pattern FIRST_WITH_WILDCARD = Pattern.compile("[^/]*[*?\\[{].*$");

  private static final boolean CAN_OPEN_FOLDERS = File.separatorChar == '/';

  private LocalStorage() {}

  /** Links are followed, as far as the path exists. */
  @Override
  public String canonical(String path) throws IOException {
    Path absolute = Storage.localPath(path).toAbsolutePath().normalize();
    Path existing = absolute;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing.toRealPath().resolve(existing.relativize(absolute)).normalize().toString();
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(Storage.localPath(path));
  }

  @Override
  public boolean isFolder(String path) {
    return Files.isDirectory(Storage.localPath(path));
  }

  @Override
  public List<String> names(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Storage.localPath(folder))) {
      return entries.map(LocalStorage::nameOf).sorted().toList();
    }
  }

  @Override
  public List<InputFile> files(String pathOrPattern) throws IOException {
    List<InputFile> files = new ArrayList<>();
    for (Path start : matches(pathOrPattern)) {
      try (Stream<Path> below = Files.walk(start)) {
        for (Path file : below.filter(path -> isSeen(start, path)).toList()) {
          if (Files.isRegularFile(file)) {
            files.add(
                new InputFile(
                    file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis()));
          }
        }
      }
    }
    files.sort(Comparator.comparing(InputFile::path));
    return files;
  }

  /** The paths that a pattern fits, or the path itself. */
  private static List<Path> matches(String pathOrPattern) throws IOException {
    Matcher wildcard = FIRST_WITH_WILDCARD.matcher(pathOrPattern);
    if (!wildcard.find()) {
      Path path = Storage.localPath(pathOrPattern).toAbsolutePath().normalize();
      return Files.exists(path) ? List.of(path) : List.of();
    }
    Path base =
        Storage.localPath(pathOrPattern.substring(0, wildcard.start()))
            .toAbsolutePath()
            .normalize();
    String pattern = wildcard.group();
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> below = Files.walk(base, pattern.split("/", -1).length)) {
      return below.filter(path -> matcher.matches(base.relativize(path))).toList();
    }
  }

  private static boolean isSeen(Path start, Path path) {
    for (Path part : start.relativize(path)) {
      if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(Storage.localPath(path));
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    Path target = Storage.localPath(path);
    Path temporary = target.resolveSibling("." + nameOf(target) + ".tmp");
    try {
      writeForced(
          temporary,
          content,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    forceFolder(target);
  }

  @Override
  public boolean create(String path, byte[] content) throws IOException {
    Path target = Storage.localPath(path);
    try {
      writeForced(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    forceFolder(target);
    return true;
  }

  private static void writeForced(Path path, byte[] content, OpenOption... options)
      throws IOException {
    try (FileChannel file = FileChannel.open(path, options)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        file.write(left);
      }
      file.force(true);
    }
  }

  /** A name is on the disk only once its folder is. */
  private static void forceFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !CAN_OPEN_FOLDERS) {
      return;
    }
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  @Override
  public void createFolders(String folder) throws IOException {
    Files.createDirectories(Storage.localPath(folder));
  }

  @Override
  public boolean renamesAtOnce() {
    return true;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(Storage.localPath(from), Storage.localPath(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String path) throws IOException {
    Path root = Storage.localPath(path);
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> below = Files.walk(root)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
