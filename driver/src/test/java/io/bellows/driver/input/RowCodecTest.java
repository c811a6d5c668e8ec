package io.bellows.driver.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

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
}
