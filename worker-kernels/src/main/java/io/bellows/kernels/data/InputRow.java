package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.linalg.LayerInput;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the network's inputs: all of them, or those other than 0 and where they stand.
 * Immutable.
 */
public final class InputRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final int @Nullable [] places;
  private final float[] numbers;

  private InputRow(int inputs, int @Nullable [] places, float[] numbers) {
    this.inputs = inputs;
    this.places = places;
    this.numbers = numbers;
  }

  /** A row of all inputs; the array is kept, not copied. */
  public static InputRow dense(float[] numbers) {
    return new InputRow(numbers.length, null, numbers);
  }

  /**
   * A row that is 0 but at some places. The arrays are kept, not copied.
   *
   * @param inputs I
   * @param places ascending, each below {@code inputs}
   */
  public static InputRow sparse(int inputs, int[] places, float[] numbers) {
    require(
        places.length == numbers.length,
        "%d places need as many numbers, not %d",
        places.length,
        numbers.length);
    return new InputRow(inputs, places, numbers);
  }

  /** How many inputs there are. */
  public int inputs() {
    return inputs;
  }

  /** Whether so few numbers are held that a batch of these rows should be sparse. */
  static boolean areMostlyZero(List<InputRow> rows) {
    long held = rows.stream().mapToLong(row -> row.numbers.length).sum();
    long numbers = rows.stream().mapToLong(InputRow::inputs).sum();
    return SparseRows.isMostlyZero(held, numbers);
  }

  /** The numbers of all inputs, in an array of their own. */
  public float[] toArray() {
    if (places == null) {
      return numbers.clone();
    }
    float[] all = new float[inputs];
    forEachHeld((place, number) -> all[place] = number);
    return all;
  }

  /**
   * Copies the row, in the form in which the input is held.
   *
   * @param input modified at {@code position}
   */
  public void copyTo(LayerInput input, int position) {
    FeatureRows row =
        places == null
            ? new DenseRows(inputs, numbers)
            : new SparseRows(inputs, new int[] {0, numbers.length}, places, numbers);
    row.copyRow(0, input, position);
  }

  /** Receives a number and the place where it stands. */
  @FunctionalInterface
  interface Visitor {
    void number(int place, float number);
  }

  /** Visits all numbers that are held, those equal to 0 included. */
  void forEachHeld(Visitor visitor) {
    for (int i = 0; i < numbers.length; i++) {
      visitor.number(places == null ? i : places[i], numbers[i]);
    }
  }

  @Override
  public String toString() {
    return places == null
        ? Arrays.toString(numbers)
        : inputs + " inputs, at " + Arrays.toString(places) + " " + Arrays.toString(numbers);
  }
}
