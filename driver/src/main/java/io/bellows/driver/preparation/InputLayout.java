package io.bellows.driver.preparation;

import static io.bellows.kernels.Checks.require;

import java.io.Serializable;
import java.util.List;

/**
 * The network's inputs: first the numbers, then a 0 or 1 for each category, or bucket, column by
 * column.
 *
 * @param numbers how many numbers
 * @param categories how many categories, or buckets, of each categorical column in order
 */
public record InputLayout(int numbers, List<Integer> categories) implements Serializable {
  public InputLayout {
    categories = List.copyOf(categories);
    require(numbers >= 0, "there cannot be %d numbers", numbers);
    categories.forEach(count -> require(count >= 0, "there cannot be %d categories", count));
    long inputs = numbers + categories.stream().mapToLong(Integer::longValue).sum();
    require(inputs <= Integer.MAX_VALUE, "there cannot be %d inputs", inputs);
  }

  /** How many inputs there are. */
  public int inputs() {
    return firstOf(categories.size());
  }

  /** The first input of a categorical column, counted from 0. */
  public int firstOf(int column) {
    int first = numbers;
    for (int count : categories.subList(0, column)) {
      first += count;
    }
    return first;
  }

  /** The categorical column that an input behind the numbers belongs to. */
  public int columnOf(int input) {
    int column = 0;
    while (input >= firstOf(column + 1)) {
      column++;
    }
    return column;
  }
}
