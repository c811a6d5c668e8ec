package io.bellows.driver.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file system that a path belongs to, without Hadoop's .crc files, which nobody asked for: what
 * is kept has checksums of its own.
 */
final class RawFiles {
  private RawFiles() {}

  static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem found = path.getFileSystem(hadoop);
    return found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
  }
}
