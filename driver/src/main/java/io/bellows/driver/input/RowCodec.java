package io.bellows.driver.input;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Typed rows as bytes: 16 bytes of hash, then the contents. The order of the bytes is the order in
 * which rows are placed. Part of the bits.
 *
 * <p>Contents: each value of the typed row in order, as a tag and its bytes. Numbers are doubles
 * with one zero and one NaN, texts UTF-8 with their length; a vector of whole numbers from 0 to 255
 * takes a byte a number; a wide vector of which few numbers are other than 0 takes these with their
 * places; the form of a vector goes by its numbers alone, not by how it is stored. An array is its
 * numbers one after the other, each a value of its own. The hash is the first half of SHA-256 over
 * the data seed and the contents, so that equal rows are interchangeable and no other row stands
 * between them.
 */
public final class RowCodec implements Serializable {
  /** Orders encoded rows: by hash, then by contents. */
  interface Order extends Comparator<byte[]>, Serializable {}

  static final Order ORDER = Arrays::compareUnsigned;

  private static final long serialVersionUID = 1L;
  private static final int HASH_BYTES = 16;

  private static final byte NULL = 0;
  private static final byte NUMBER = 1;
  private static final byte TEXT = 2;
  private static final byte VECTOR = 3;
  private static final byte BYTE_VECTOR = 4;
  private static final byte SPARSE_VECTOR = 5;

  /** Narrower vectors are written whole. */
  private static final int NARROWEST_SPARSE = 1024;

  /** Of a vector that is written sparse, at most one in so many numbers is other than 0. */
  private static final int NUMBERS_TO_AN_OTHER_THAN_ZERO = 32;

  /** A place and a number. */
  private static final int SPARSE_BYTES = Integer.BYTES + Double.BYTES;

  private final long seed;
  private transient @Nullable MessageDigest digest;

  /** A codec for a data seed. */
  public RowCodec(long seed) {
    this.seed = seed;
  }

  /** Encodes the first {@code columns} values of a row, of which an array becomes several. */
  byte[] encode(Row row, int columns) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(HASH_BYTES + 10 * columns);
    bytes.writeBytes(new byte[HASH_BYTES]);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int column = 0; column < columns; column++) {
        write(row.get(column), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] encoded = bytes.toByteArray();
    System.arraycopy(hash(encoded), 0, encoded, 0, HASH_BYTES);
    return encoded;
  }

  private byte[] hash(byte[] encoded) {
    MessageDigest sha = digest();
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    sha.update(encoded, HASH_BYTES, encoded.length - HASH_BYTES);
    return sha.digest();
  }

  private MessageDigest digest() {
    if (digest == null) {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
    return digest;
  }

  private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Double number) {
      out.writeByte(NUMBER);
      out.writeDouble(canonical(number));
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeByte(TEXT);
      out.writeInt(utf8.length);
      out.write(utf8);
    } else if (value instanceof Vector vector) {
      writeVector(vector, out);
    } else {
      for (Object number : CollectionConverters.asJava((Iterable<?>) value)) {
        write(number, out);
      }
    }
  }

  private static void writeVector(Vector vector, DataOutputStream out) throws IOException {
    int others = vector.numNonzeros();
    if (vector.size() >= NARROWEST_SPARSE
        && others <= vector.size() / NUMBERS_TO_AN_OTHER_THAN_ZERO) {
      out.write(sparse(vector, others).array());
    } else {
      writeDense(vector.toArray(), out);
    }
  }

  /** Tag, how many bytes follow, length, then a place and a number in turn. */
  private static ByteBuffer sparse(Vector vector, int others) {
    int bytes = others * SPARSE_BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(1 + 2 * Integer.BYTES + bytes);
    buffer.put(SPARSE_VECTOR).putInt(Integer.BYTES + bytes).putInt(vector.size());
    VectorNumbers.forEachOtherThanZero(
        vector, (place, number) -> buffer.putInt(place).putDouble(canonical(number)));
    return buffer;
  }

  private static void writeDense(double[] numbers, DataOutputStream out) throws IOException {
    boolean areBytes = Arrays.stream(numbers).allMatch(RowCodec::isByte);
    out.writeByte(areBytes ? BYTE_VECTOR : VECTOR);
    out.writeInt(numbers.length);
    for (double number : numbers) {
      if (areBytes) {
        out.writeByte((int) number);
      } else {
        out.writeDouble(canonical(number));
      }
    }
  }

  private static boolean isByte(double number) {
    return number >= 0 && number <= 255 && number == Math.rint(number);
  }

  /** One zero and one NaN; {@code 0.0} plus negative zero is zero. */
  private static double canonical(double number) {
    return Double.isNaN(number) ? Double.NaN : number + 0.0;
  }

  /** The row of an encoded one, with as many columns as were encoded. */
  public Row decode(byte[] encoded, int columns) {
    @Nullable Object[] values = new Object[columns];
    ByteBuffer in = ByteBuffer.wrap(encoded, HASH_BYTES, encoded.length - HASH_BYTES);
    for (int column = 0; column < columns; column++) {
      values[column] = read(in);
    }
    return RowFactory.create(values);
  }

  /** One value of an encoded row; those before it are skipped. */
  @Nullable Object value(byte[] encoded, int column) {
    ByteBuffer in = ByteBuffer.wrap(encoded, HASH_BYTES, encoded.length - HASH_BYTES);
    for (int before = 0; before < column; before++) {
      skip(in);
    }
    return read(in);
  }

  private static void skip(ByteBuffer in) {
    byte tag = in.get();
    int bytes =
        switch (tag) {
          case NULL -> 0;
          case NUMBER -> Double.BYTES;
          case TEXT, BYTE_VECTOR, SPARSE_VECTOR -> in.getInt();
          case VECTOR -> in.getInt() * Double.BYTES;
          default -> throw unknown(tag);
        };
    in.position(in.position() + bytes);
  }

  private static @Nullable Object read(ByteBuffer in) {
    byte tag = in.get();
    return switch (tag) {
      case NULL -> null;
      case NUMBER -> in.getDouble();
      case TEXT -> {
        byte[] utf8 = new byte[in.getInt()];
        in.get(utf8);
        yield new String(utf8, StandardCharsets.UTF_8);
      }
      case VECTOR, BYTE_VECTOR -> readVector(in, tag == BYTE_VECTOR);
      case SPARSE_VECTOR -> readSparse(in);
      default -> throw unknown(tag);
    };
  }

  private static IllegalStateException unknown(byte tag) {
    return new IllegalStateException("unknown tag " + tag + " in an encoded row");
  }

  private static Vector readVector(ByteBuffer in, boolean areBytes) {
    double[] numbers = new double[in.getInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = areBytes ? in.get() & 0xFF : in.getDouble();
    }
    return Vectors.dense(numbers);
  }

  private static Vector readSparse(ByteBuffer in) {
    int others = (in.getInt() - Integer.BYTES) / SPARSE_BYTES;
    int length = in.getInt();
    int[] places = new int[others];
    double[] numbers = new double[others];
    for (int i = 0; i < others; i++) {
      places[i] = in.getInt();
      numbers[i] = in.getDouble();
    }
    return Vectors.sparse(length, places, numbers);
  }
}
