package io.bellows.driver.input.idx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** A range of rows, read one at a time inside a task, whose end closes the files. */
final class IdxRows implements Iterator<Row> {

  /** One file and where the next row is read from. */
  private static final class Cursor implements TaskCompletionListener {
    private final IdxFile file;
    private final InputStream in;
    private final byte[] values;

    private Cursor(IdxFile file, int firstRow, Configuration configuration) {
      this.file = file;
      this.in = file.openAt(firstRow, configuration);
      this.values = file.roomForARow();
      TaskContext.get().addTaskCompletionListener(this);
    }

    /** Returns the next row's values, overwritten by the next call. */
    private byte[] next() {
      file.readRow(in, values);
      return values;
    }

    @Override
    public void onTaskCompletion(TaskContext context) {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Cursor images;
  private final @Nullable Cursor labels;
  private int rowsLeft;

  private IdxRows(Cursor images, @Nullable Cursor labels, int rows) {
    this.images = images;
    this.labels = labels;
    this.rowsLeft = rows;
  }

  /**
   * Opens the files at a row. To be called in a task.
   *
   * @param atMost rows to read, fewer where the files end
   */
  static IdxRows open(
      IdxFile images,
      @Nullable IdxFile labels,
      int firstRow,
      int atMost,
      Configuration configuration) {
    return new IdxRows(
        new Cursor(images, firstRow, configuration),
        labels == null ? null : new Cursor(labels, firstRow, configuration),
        Math.min(atMost, images.header().rows() - firstRow));
  }

  @Override
  public boolean hasNext() {
    return rowsLeft > 0;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    rowsLeft--;
    Vector image = toVector(images.next());
    return labels == null
        ? RowFactory.create(image)
        : RowFactory.create(image, Byte.toUnsignedInt(labels.next()[0]));
  }

  private static Vector toVector(byte[] bytes) {
    double[] values = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return Vectors.dense(values);
  }
}
