package io.bellows.jobs.kill;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * This machine's files under {@code halting:///}, where to rename a file is to copy it, and where
 * writing or renaming can be the last thing that the JVM does, half done. Which, {@link Halt} says.
 */
public final class HaltingFileSystem extends RawLocalFileSystem {
  static final URI ROOT = URI.create("halting:///");

  /** The same for Hadoop's FileContext. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI root, Configuration configuration) throws IOException, URISyntaxException {
      super(ROOT, new HaltingFileSystem(), configuration, ROOT.getScheme(), false);
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return halting(
        file,
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return halting(
        file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  private static FSDataOutputStream halting(Path file, FSDataOutputStream out) throws IOException {
    return Halt.isAt("write " + file) ? new FSDataOutputStream(new Half(out), null) : out;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (getFileStatus(from).isDirectory()) {
      return super.rename(from, to);
    }
    boolean halts = Halt.isAt("rename " + to);
    try (InputStream in = open(from);
        OutputStream out = super.create(to, true, 4096, (short) 1, 1 << 25, null)) {
      byte[] content = in.readAllBytes();
      out.write(content, 0, content.length / 2);
      out.flush();
      if (halts) {
        Halt.now();
      }
      out.write(content, content.length / 2, content.length - content.length / 2);
    }
    return delete(from, false);
  }

  /** Takes half of what it is given first. */
  private static final class Half extends FilterOutputStream {
    Half(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] content, int from, int length) throws IOException {
      out.write(content, from, length / 2);
      out.flush();
      Halt.now();
    }
  }
}
