package io.bellows.kernels.data;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.SparseMatrix;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
    PackedBlock large = block(TestMatrices.gaussian(rows, inputs, 1).data, rows);
    long floats = 4L * rows * (inputs + 2);
    assertThat(large.bytes()).isEqualTo(floats);
    assertThat((double) SerializedCopy.bytes(large).length).isLessThan(1.1 * floats);
  }

  /** Images: a byte a number, a table of 256 floats, 8 bytes for target and weight. */
  @Test
  void bytes_twoHundredAndFiftySixNumbers_areOneEach() throws IOException {
    float[] features = new float[100 * 784];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) ((i * 7919 & 0xFF) / 255.0);
    }
    PackedBlock images = block(features, 100);
    assertThat(images.bytes()).isEqualTo(100 * 784 + 4 * 256 + 8 * 100);
    assertThat((double) SerializedCopy.bytes(images).length).isLessThan(1.1 * images.bytes());
    features[12_345] = 0.1234f;
    assertThat(block(features, 100).bytes()).isEqualTo(4L * 100 * (784 + 2));
  }

  /** 8 bytes a number other than 0, 4 for the end of each row and the first begin. */
  @Test
  void bytes_mostlyZeros_areEightForEachOtherNumber() throws IOException {
    PackedBlock sparse = block(mostlyZeros(100, 500, 1), 100);
    long held = 0;
    for (float number : mostlyZeros(100, 500, 1)) {
      held += Float.floatToRawIntBits(number) == 0 ? 0 : 1;
    }
    assertThat(sparse.isMostlyZero()).isTrue();
    assertThat(sparse.bytes()).isEqualTo(8 * held + 4 * 101 + 8 * 100);
    assertThat((double) SerializedCopy.bytes(sparse).length).isLessThan(1.1 * sparse.bytes() + 600);
  }

  /** Whatever the form in the block and the form in the batch, every bit comes back. */
  @Test
  void copyTo_anyForms_givesTheSameBits() throws IOException {
    float[] gaussian = TestMatrices.gaussian(100, 500, 1).data;
    gaussian[3] = -0f;
    float[] bytes = new float[100 * 500];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = i % 5 == 0 ? -0f : i % 7 - 3;
    }
    int compared = 0;
    for (float[] features : List.of(gaussian, bytes, mostlyZeros(100, 500, 1))) {
      for (InputRowForm form : InputRowForm.values()) {
        PackedBlock packed =
            new PackedBlock(0, 0, form.rows(features, 100), new float[100], new float[100]);
        assertThat(packed.bytes()).isEqualTo(block(features, 100).bytes());
        for (boolean isSparse : new boolean[] {false, true}) {
          assertThat(bits(copied(packed, isSparse, 500))).containsExactly(bits(features));
          assertThat(bits(copied(SerializedCopy.of(packed), isSparse, 500)))
              .containsExactly(bits(features));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(12);
  }

  /** How rows are given to a block. */
  private enum InputRowForm {
    DENSE,
    SPARSE;

    List<InputRow> rows(float[] features, int count) {
      int inputs = features.length / count;
      return IntStream.range(0, count)
          .mapToObj(row -> row(Arrays.copyOfRange(features, row * inputs, (row + 1) * inputs)))
          .toList();
    }

    private InputRow row(float[] features) {
      if (this == DENSE) {
        return InputRow.dense(features);
      }
      int[] places =
          IntStream.range(0, features.length)
              .filter(i -> Float.floatToRawIntBits(features[i]) != 0)
              .toArray();
      float[] numbers = new float[places.length];
      for (int i = 0; i < places.length; i++) {
        numbers[i] = features[places[i]];
      }
      return InputRow.sparse(features.length, places, numbers);
    }
  }

  private static float[] copied(PackedBlock packed, boolean isSparse, int inputs) {
    Batch batch = batch(packed.rows(), inputs);
    batch.input().hold(isSparse);
    float[] features = new float[packed.rows() * inputs];
    for (int row = 0; row < packed.rows(); row++) {
      packed.copyRow(row, batch, row);
    }
    if (!isSparse) {
      return numbers(batch.features());
    }
    SparseMatrix rows = batch.input().sparse();
    for (int row = 0; row < packed.rows(); row++) {
      for (int i = 0; i < rows.count(row); i++) {
        features[row * inputs + rows.places(row)[i]] = rows.numbers(row)[i];
      }
    }
    return features;
  }

  private static float[] mostlyZeros(int rows, int inputs, long seed) {
    Random random = new Random(seed);
    float[] features = new float[rows * inputs];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextInt(50) > 0 ? 0f : random.nextInt(9) == 0 ? -0f : random.nextFloat();
    }
    return features;
  }

  private static PackedBlock block(float[] features, int rows) {
    return new PackedBlock(0, 0, features, new float[rows], new float[rows]);
  }

  private static int[] bits(float[] numbers) {
    return IntStream.range(0, numbers.length)
        .map(i -> Float.floatToRawIntBits(numbers[i]))
        .toArray();
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
    return new Batch(new LayerInput(TestKernels.plain(), capacity, inputs), 1);
  }
}
