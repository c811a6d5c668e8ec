package io.bellows.driver.survey;

import java.util.List;

/**
 * What a table holds.
 *
 * @param rows how many of them have the table's columns
 * @param columns in the table's order
 */
public record TableSurvey(long rows, List<ColumnSurvey> columns) {
  public TableSurvey {
    columns = List.copyOf(columns);
  }
}
