package io.bellows.kernels.data;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedBlockTest {
  private final PackedBlock block =
      new PackedBlock(
          3, 1, new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8, 9}, new float[] {1, 2, 0.5f});

  @ParameterizedTest
  @ValueSource(ints = {0, 1025})
  void new_wrongNumberOfRows_isRefused(int rows) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedBlock(0, 0, new float[rows], new float[rows], new float[rows]))
        .withMessage("a block holds 1 to 1024 rows, not " + rows);
  }

  @Test
  void copyRow_anyRow_setsThatRowOfTheBatch() {
    Batch batch = batch(4, 2);
    batch.reshape(2);
    block.copyRow(2, batch, 0);
    block.copyRow(0, batch, 1);
    assertThat(numbers(batch.features())).containsExactly(5, 6, 1, 2);
    assertThat(numbers(batch.targets())).containsExactly(9, 7);
    assertThat(batch.weights()).startsWith(0.5f, 1f);
  }

  @Test
  void copyTo_batch_makesItTheBlock() {
    Batch batch = batch(4, 2);
    block.copyTo(batch);
    assertThat(batch.rows()).isEqualTo(3);
    assertThat(numbers(batch.features())).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(numbers(batch.targets())).containsExactly(7, 8, 9);
    assertThat(batch.weights()).startsWith(1f, 2f, 0.5f);
  }

  @Test
  void serialized_block_keepsItsRows() {
    PackedBlock copy = SerializedCopy.of(block);
    assertThat(copy.share()).isEqualTo(3);
    assertThat(copy.index()).isEqualTo(1);
    Batch batch = batch(4, 2);
    copy.copyTo(batch);
    assertThat(numbers(batch.features())).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(batch.weights()).startsWith(1f, 2f, 0.5f);
  }

  /** The promise about memory: at most 1.1 times the floats, in memory and on the wire. */
  @ParameterizedTest
  @ValueSource(ints = {1, 14, 784})
  void bytes_anyWidth_areAtMostElevenTenthsOfTheFloats(int inputs) throws IOException {
    int rows = PackedBlock.ROWS;
    PackedBlock large =
        new PackedBlock(0, 0, new float[rows * inputs], new float[rows], new float[rows]);
    long floats = 4L * rows * (inputs + 2);
    assertThat(large.bytes()).isEqualTo(floats);
    assertThat((double) SerializedCopy.bytes(large).length).isLessThan(1.1 * floats);
  }

  @Test
  void copyTo_rowsOfSeveralBlocks_areInTheGivenOrder() {
    TestRows rows = TestRows.regression(2500, 3, 1, 1);
    Share share = rows.shares(1).get(0);
    assertThat(share.blocks()).hasSize(3);
    Batch batch = batch(10, 3);
    int[] places = {-1, 2499, 0, 1024, 1023, 2048, -1};
    batch.reshape(5);
    share.copyTo(places, 1, 5, batch, 0, 0);
    assertThat(batch.rows()).isEqualTo(5);
    TestRows expected = rows.rows(2499, 0, 1024, 1023, 2048);
    assertThat(numbers(batch.features())).containsExactly(TestRows.flat(expected.features()));
    assertThat(numbers(batch.targets())).containsExactly(TestRows.flat(expected.targets()));
  }

  /** What a row's masks depend on: not where it stands in the batch, nor who copies it. */
  @Test
  void copyTo_severalShares_saysWhereEachRowComesFrom() {
    List<Share> shares = TestRows.regression(20, 3, 1, 1).shares(2);
    Batch batch = batch(5, 3);
    shares.get(1).copyTo(new int[] {4, 2, 7, 0}, 1, 3, batch, 2, 11);
    shares.get(0).copyTo(new int[] {9, 8}, 0, 2, batch, 0, 0);
    assertThat(IntStream.range(0, 5).map(batch::shareOf)).containsExactly(0, 0, 1, 1, 1);
    assertThat(IntStream.range(0, 5).map(batch::placeOf)).containsExactly(0, 1, 11, 12, 13);
    TestRows rows = TestRows.regression(20, 3, 1, 1).rows(18, 16, 5, 15, 1);
    assertThat(numbers(batch.features())).containsExactly(TestRows.flat(rows.features()));
    assertThat(numbers(batch.targets())).containsExactly(TestRows.flat(rows.targets()));
  }

  @Test
  void copyTo_missingBlock_isNamed() {
    Share share = new Share(5, Map.of(1, block));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> share.copyTo(new int[] {7}, 0, 1, batch(1, 2), 0, 0))
        .withMessage("share 5 has no block 0, which holds its row 7");
  }

  @Test
  void of_blocksInAnyOrder_areByPlace() {
    PackedBlock first = new PackedBlock(3, 0, new float[2], new float[1], new float[1]);
    assertThat(Share.of(3, List.of(block, first)).blocks())
        .containsExactly(Map.entry(0, first), Map.entry(1, block));
  }

  private static Batch batch(int capacity, int inputs) {
    return new Batch(TestKernels.plain().matrix(capacity, inputs), 1);
  }
}
