package io.bellows.kernels.linalg;

import static io.bellows.kernels.TestMatrices.gaussian;
import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestMatrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelMatrixTest {
  private static final int CAPACITY = 11;

  /** Panels narrower than the matrix, as wide, and wider; fewer rows than there is room for. */
  record Shape(int rows, int columns, int width, int rowMultiple) {
    PanelMatrix matrix() {
      PanelMatrix matrix = new PanelMatrix(CAPACITY, columns, width, rowMultiple);
      matrix.reshape(rows);
      return matrix;
    }

    /** A matrix full of NaN. */
    PanelMatrix stale() {
      PanelMatrix matrix = matrix();
      Arrays.fill(matrix.data(), Float.NaN);
      return matrix;
    }
  }

  static Stream<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (int rows : new int[] {0, 1, 4, 10, 11}) {
      for (int columns : new int[] {1, 3, 16, 19, 48, 50}) {
        for (int width : new int[] {1, 3, 16, columns}) {
          for (int rowMultiple : new int[] {1, 4}) {
            shapes.add(new Shape(rows, columns, width, rowMultiple));
          }
        }
      }
    }
    return shapes.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void place_allElements_areDifferentPlacesOfTheArray(Shape shape) {
    PanelMatrix matrix = shape.matrix();
    boolean[] taken = new boolean[matrix.data().length];
    for (int row = 0; row < shape.rows; row++) {
      for (int column = 0; column < shape.columns; column++) {
        int place = matrix.place(row, column);
        assertThat(taken[place]).isFalse();
        taken[place] = true;
      }
    }
  }

  /** Rows of a panel follow each other, and so do panels. */
  @ParameterizedTest
  @MethodSource("shapes")
  void place_neighbours_areWhereTheLayoutSays(Shape shape) {
    PanelMatrix matrix = shape.matrix();
    int stride = (shape.rows + shape.rowMultiple - 1) / shape.rowMultiple * shape.rowMultiple;
    assertThat(matrix.panelLength()).isEqualTo(stride * shape.width);
    assertThat(matrix.panels()).isEqualTo((shape.columns - 1) / shape.width + 1);
    for (int row = 0; row < shape.rows; row++) {
      for (int column = 0; column < shape.columns; column++) {
        int panel = column / shape.width;
        assertThat(matrix.place(row, column))
            .isEqualTo(
                panel * matrix.panelLength() + row * shape.width + column - panel * shape.width);
      }
    }
  }

  @Test
  void place_onePanel_isRowMajor() {
    PanelMatrix matrix = new PanelMatrix(2, 3, 3, 1);
    matrix.setRow(0, new float[] {1, 2, 3}, 0);
    matrix.setRow(1, new float[] {4, 5, 6}, 0);
    assertThat(matrix.data()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void place_panelsOfTwoAndRowsInPairs_hasRoomBetween() {
    PanelMatrix matrix = new PanelMatrix(3, 3, 2, 2);
    matrix.setRow(0, new float[] {1, 2, 3}, 0);
    matrix.setRow(1, new float[] {4, 5, 6}, 0);
    matrix.setRow(2, new float[] {7, 8, 9}, 0);
    assertThat(matrix.data()).containsExactly(1, 2, 4, 5, 7, 8, 0, 0, 3, 0, 6, 0, 9, 0, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void getRow_rowsThatWereSet_areThose(Shape shape) {
    FMatrixRMaj numbers = gaussian(shape.rows, shape.columns, 1);
    PanelMatrix matrix = TestMatrices.set(shape.stale(), numbers);
    assertThat(numbers(matrix)).containsExactly(numbers(numbers));
    float[] elsewhere = new float[shape.columns + 2];
    for (int row = 0; row < shape.rows; row++) {
      Arrays.fill(elsewhere, 77);
      matrix.getRow(row, elsewhere, 1);
      assertThat(elsewhere[0]).isEqualTo(77);
      assertThat(elsewhere[shape.columns + 1]).isEqualTo(77);
      for (int column = 0; column < shape.columns; column++) {
        assertThat(elsewhere[1 + column]).isEqualTo(numbers.get(row, column));
        assertThat(matrix.get(row, column)).isEqualTo(numbers.get(row, column));
      }
    }
  }

  /** What stands in the rounding and after the last column belongs to nobody. */
  @ParameterizedTest
  @MethodSource("shapes")
  void setRow_allRows_leavesThePaddingAlone(Shape shape) {
    PanelMatrix matrix = TestMatrices.set(shape.stale(), gaussian(shape.rows, shape.columns, 1));
    int numbers = 0;
    for (float number : matrix.data()) {
      numbers += Float.isNaN(number) ? 0 : 1;
    }
    assertThat(numbers).isEqualTo(shape.rows * shape.columns);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void multiplyRow_oneRow_isMultipliedNumberByNumber(Shape shape) {
    FMatrixRMaj numbers = gaussian(shape.rows, shape.columns, 1);
    float[] factors = gaussian(1, shape.columns, 2).data;
    for (int row = 0; row < shape.rows; row++) {
      PanelMatrix matrix = TestMatrices.set(shape.stale(), numbers);
      matrix.multiplyRow(row, factors);
      FMatrixRMaj expected = numbers.copy();
      for (int column = 0; column < shape.columns; column++) {
        expected.set(row, column, numbers.get(row, column) * factors[column]);
      }
      assertThat(numbers(matrix)).containsExactly(numbers(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forEachRun_someRowsAndColumns_visitsThoseOnceAndNoOthers(Shape shape) {
    PanelMatrix matrix = shape.matrix();
    for (Range rows : cuts(shape.rows)) {
      for (Range columns : cuts(shape.columns)) {
        int[] visits = new int[matrix.data().length];
        matrix.forEachRun(
            rows,
            columns,
            (from, to) -> {
              for (int place = from; place < to; place++) {
                visits[place]++;
              }
            });
        for (int row = 0; row < shape.rows; row++) {
          for (int column = 0; column < shape.columns; column++) {
            boolean isInside =
                row >= rows.from()
                    && row < rows.to()
                    && column >= columns.from()
                    && column < columns.to();
            assertThat(visits[matrix.place(row, column)]).isEqualTo(isInside ? 1 : 0);
          }
        }
      }
    }
  }

  /** One run a panel, where whole panels are asked for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 50})
  void forEachRun_allColumns_isOneRunAPanel(int width) {
    PanelMatrix matrix = new PanelMatrix(CAPACITY, 50, width, 1);
    List<String> runs = new ArrayList<>();
    matrix.forEachRun(new Range(2, 5), Range.of(50), (from, to) -> runs.add(from + "-" + to));
    List<String> expected = new ArrayList<>();
    for (int panel = 0; panel < matrix.panels(); panel++) {
      int first = matrix.place(2, panel * width);
      expected.add(first + "-" + (first + 3 * width));
    }
    assertThat(runs).isEqualTo(expected);
  }

  /** Any consecutive places: the elements among them, each once, and nothing else. */
  @ParameterizedTest
  @MethodSource("shapes")
  void forEachRowPart_anyPlaces_namesTheElementsThatStandThere(Shape shape) {
    PanelMatrix matrix = shape.matrix();
    int all = matrix.panels() * matrix.panelLength();
    for (int length : new int[] {1, 2, 5, 16, 17, Math.max(1, all)}) {
      int[] named = new int[shape.rows * shape.columns];
      for (int first = 0; first < all; first += length) {
        int place = first;
        int count = Math.min(length, all - first);
        matrix.forEachRowPart(
            place,
            count,
            (row, column, start, part) -> {
              assertThat(part).isPositive();
              assertThat(start + part).isLessThanOrEqualTo(count);
              for (int i = 0; i < part; i++) {
                assertThat(matrix.place(row, column + i)).isEqualTo(place + start + i);
                named[row * shape.columns + column + i]++;
              }
            });
      }
      for (int times : named) {
        assertThat(times).isEqualTo(1);
      }
    }
  }

  @Test
  void reshape_moreRowsThanThereIsRoomFor_isRefused() {
    PanelMatrix matrix = new PanelMatrix(4, 3, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> matrix.reshape(5))
        .withMessage("a matrix has room for 4 rows, not 5");
  }

  @Test
  void reshape_fewerAndMoreRows_keepsTheCapacity() {
    PanelMatrix matrix = new PanelMatrix(9, 5, 2, 4);
    matrix.reshape(1);
    assertThat(matrix.rows()).isEqualTo(1);
    assertThat(matrix.panelLength()).isEqualTo(8);
    matrix.reshape(9);
    assertThat(matrix.rows()).isEqualTo(9);
    assertThat(matrix.capacity()).isEqualTo(9);
    assertThat(matrix.columns()).isEqualTo(5);
    assertThat(matrix.width()).isEqualTo(2);
    assertThat(matrix.data()).hasSize(3 * 12 * 2);
  }

  /** All, none, one, and some in the middle. */
  private static List<Range> cuts(int length) {
    List<Range> cuts = new ArrayList<>(List.of(Range.of(length), Range.of(0)));
    if (length > 2) {
      cuts.add(new Range(1, length - 1));
      cuts.add(new Range(length - 1, length));
    }
    if (length > 32) {
      cuts.add(new Range(16, 32));
      cuts.add(new Range(16, length));
      cuts.add(new Range(5, 37));
    }
    return cuts;
  }
}
