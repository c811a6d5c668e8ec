package io.bellows.driver.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCodecTest {
  private static final Row ROW =
      RowFactory.create(
          1.5, null, "größer", Vectors.dense(0, 255), Vectors.dense(0.5, -2, 3), "", 7.0);

  @Test
  void decode_whatWasEncoded_isTheRow() {
    RowCodec codec = new RowCodec(1);

    assertThat(codec.decode(codec.encode(ROW, ROW.size()), ROW.size())).isEqualTo(ROW);
  }

  @Test
  void value_ofEachColumn_isThatOfTheDecodedRow() {
    RowCodec codec = new RowCodec(1);
    byte[] encoded = codec.encode(ROW, ROW.size());

    for (int column = 0; column < ROW.size(); column++) {
      assertThat(codec.value(encoded, column)).isEqualTo(ROW.get(column));
    }
  }

  /** The form goes by the numbers: 32 others than zero of 1,024 are few enough, 33 are not. */
  @ParameterizedTest
  @CsvSource({
    "1024, 32, 12, SPARSE",
    "1024, 33, 8, DENSE",
    "1023, 1, 8, DENSE",
    "50000, 100, 12, SPARSE",
    "1024, 0, 12, SPARSE"
  })
  void encode_vectorDenseOrSparse_isTheSameInTheSmallerForm(
      int length, int others, int bytesOfANumber, String form) {
    RowCodec codec = new RowCodec(1);
    double[] numbers = new double[length];
    for (int i = 0; i < others; i++) {
      numbers[(i * 31) % length] = i % 2 == 0 ? 0.5 + i : -1 - i;
    }
    Vector dense = Vectors.dense(numbers);
    byte[] encoded = codec.encode(RowFactory.create(dense, "behind"), 2);

    assertThat(codec.encode(RowFactory.create(dense.toSparse(), "behind"), 2)).isEqualTo(encoded);
    boolean isSparse = form.equals("SPARSE");
    int header = 16 + 1 + 4 + (isSparse ? 4 : 0) + 1 + 4 + 6;
    assertThat(encoded).hasSize(header + bytesOfANumber * (isSparse ? others : length));
    Row decoded = codec.decode(encoded, 2);
    assertThat(decoded.<Vector>getAs(0)).isEqualTo(dense);
    assertThat(decoded.get(0)).isInstanceOf(isSparse ? SparseVector.class : DenseVector.class);
    assertThat(codec.value(encoded, 1)).isEqualTo("behind");
  }

  /** A zero that a sparse vector holds, or a negative one, is a zero. */
  @Test
  void encode_sparseVectorWithZeros_isThatWithoutThem() {
    RowCodec codec = new RowCodec(1);
    Vector plain = Vectors.sparse(2000, new int[] {7}, new double[] {0.5});
    Vector padded = Vectors.sparse(2000, new int[] {3, 7, 9}, new double[] {0.0, 0.5, -0.0});

    assertThat(codec.encode(RowFactory.create(padded), 1))
        .isEqualTo(codec.encode(RowFactory.create(plain), 1));
  }

  /** Forms of rows that are on disks now must stay. */
  @Test
  void encode_narrowVectors_areWrittenWhole() {
    RowCodec codec = new RowCodec(1);
    Vector bytes = Vectors.sparse(784, new int[] {7}, new double[] {255});
    Vector numbers = Vectors.sparse(784, new int[] {7}, new double[] {0.5});

    assertThat(codec.encode(RowFactory.create(bytes), 1)).hasSize(16 + 1 + 4 + 784);
    assertThat(codec.encode(RowFactory.create(numbers), 1)).hasSize(16 + 1 + 4 + 8 * 784);
  }
}
