package io.bellows.driver.preparation;

import io.bellows.kernels.Task;
import io.bellows.kernels.loss.Loss;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One or several real numbers.
 *
 * @param numbers in the order of their columns
 */
public record RealTargets(List<RealTarget> numbers) implements TargetEncoding {
  public RealTargets {
    numbers = List.copyOf(numbers);
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public int targets() {
    return numbers.size();
  }

  @Override
  public int outputs(Loss loss) {
    return numbers.size();
  }

  @Override
  public int parts() {
    return numbers.size();
  }

  @Override
  public void encode(Row row, int first, float[] encoded) {
    for (int i = 0; i < numbers.size(); i++) {
      encoded[i] = numbers.get(i).encode(row.getDouble(first + i));
    }
  }
}
