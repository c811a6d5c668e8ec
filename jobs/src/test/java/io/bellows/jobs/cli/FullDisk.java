package io.bellows.jobs.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** This machine's files as {@code full:///…}, on a disk that has no room for some of them. */
public final class FullDisk extends RawLocalFileSystem {
  private static final String SCHEME = "full";
  private static final URI ROOT = URI.create(SCHEME + ":///");

  /** Files whose paths contain this cannot be written to; none while it is empty. */
  private static volatile String noRoomFor = "";

  /** The same for Hadoop's other front door. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(uri, new FullDisk(), configuration, SCHEME, false);
    }
  }

  /** Mounts it, for what is configured from now on. */
  static void mount() {
    System.setProperty("spark.hadoop.fs.full.impl", FullDisk.class.getName());
    System.setProperty("spark.hadoop.fs.AbstractFileSystem.full.impl", Context.class.getName());
  }

  static void unmount() {
    fill("");
    System.clearProperty("spark.hadoop.fs.full.impl");
    System.clearProperty("spark.hadoop.fs.AbstractFileSystem.full.impl");
  }

  /** Leaves no room for files whose paths contain a text; an empty one empties the disk. */
  static void fill(String part) {
    noRoomFor = part;
  }

  /** A path on it. */
  static String path(java.nio.file.Path local) {
    return SCHEME + "://" + local;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean append, FsPermission permission) throws IOException {
    OutputStream out = super.createOutputStreamWithMode(file, append, permission);
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        requireRoom(file);
        out.write(bytes, from, length);
      }

      @Override
      public void write(int single) throws IOException {
        requireRoom(file);
        out.write(single);
      }
    };
  }

  private static void requireRoom(Path file) throws IOException {
    if (!noRoomFor.isEmpty() && file.toString().contains(noRoomFor)) {
      throw new IOException("No space left on device");
    }
  }
}
