package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.kernels.Task;
import io.bellows.kernels.loss.Loss;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Several labels of which a row may have any: a column for each, 1 or true where a row has it, else
 * 0 or false.
 *
 * @param labels the names of the columns
 */
public record MultiLabels(List<String> labels) implements TargetEncoding {
  public MultiLabels {
    labels = List.copyOf(labels);
  }

  /** 1 or 0 for the value of a label's column; null when it is neither. */
  static @Nullable Float flag(Object value) {
    return switch (String.valueOf(value)) {
      case "1.0", "1", "true" -> 1f;
      case "0.0", "0", "false", "-0.0" -> 0f;
      default -> null;
    };
  }

  @Override
  public Task task() {
    return Task.MULTI_LABEL;
  }

  @Override
  public int targets() {
    return labels.size();
  }

  @Override
  public int outputs(Loss loss) {
    return labels.size();
  }

  @Override
  public int parts() {
    return labels.size();
  }

  @Override
  public void encode(Row row, int first, float[] encoded) {
    for (int label = 0; label < labels.size(); label++) {
      Float flag = flag(row.get(first + label));
      if (flag == null) {
        throw new InputException(
            String.format(
                "Cannot use a row with \"%s\" in the label \"%s\": expected 0 or 1, false or true; mend the row, or set features.target.task",
                row.get(first + label), labels.get(label)));
      }
      encoded[label] = flag;
    }
  }
}
