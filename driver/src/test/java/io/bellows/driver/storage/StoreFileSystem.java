package io.bellows.driver.storage;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.util.Progressable;

/**
 * An object store, made of this machine's files: a file is seen once it is closed, one that is
 * being written can be given up, and nothing is renamed. Names with "full" in them cannot be
 * written to the end.
 */
public final class StoreFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("store:///");

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
        || super.hasPathCapability(path, capability);
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
    if (!overwrite && exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    return new FSDataOutputStream(new Upload(file), null);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("nothing is renamed here");
  }

  private final class Upload extends OutputStream implements Abortable, StreamCapabilities {
    private final Path file;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean isAborted;

    Upload(Path file) {
      this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
      content.write(one);
      if (file.getName().contains("full")) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public AbortableResult abort() {
      isAborted = true;
      return null;
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }

    @Override
    public void close() throws IOException {
      if (!isAborted) {
        try (OutputStream out = new FileOutputStream(pathToFile(file))) {
          content.writeTo(out);
        }
      }
    }
  }
}
