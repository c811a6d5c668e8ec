package io.bellows.jobs.automatic;

import io.bellows.driver.input.ColumnNames;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.driver.survey.TableSurvey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a table are to be predicted, and which may be features.
 *
 * @param source of the table
 * @param rows how many rows it has, at least one
 * @param features may still turn out to be of no use
 * @param numeric features that were said to be numbers
 * @param categorical features that were said to be categories
 */
record TableRoles(
    DataSource source,
    long rows,
    List<ColumnSurvey> targets,
    List<ColumnSurvey> features,
    Set<String> numeric,
    Set<String> categorical) {
  TableRoles {
    numeric = Set.copyOf(numeric);
    categorical = Set.copyOf(categorical);
    targets = List.copyOf(targets);
    features = List.copyOf(features);
  }

  /**
   * The roles that were given.
   *
   * @throws InputException when a column is not there, or there is no row
   */
  static TableRoles of(TableSurvey survey, DataConfig data, ColumnsConfig given) {
    String path = data.train().path();
    if (survey.rows() == 0) {
      throw new InputException(
          String.format("Cannot train on %s: it has no rows; expected some to learn from", path));
    }
    Set<String> missing = Set.copyOf(given.missing());
    List<ColumnSurvey> columns =
        survey.columns().stream().map(column -> column.withMissing(missing)).toList();
    List<String> names = survey.columns().stream().map(ColumnSurvey::name).toList();
    List<String> targets = resolved(given.targets(), names, "--target");
    Set<String> taken = new HashSet<>(targets);
    taken.addAll(resolved(given.ignore(), names, "columns.ignore"));
    taken.addAll(resolved(given.weight().stream().toList(), names, "columns.weight"));
    taken.addAll(resolved(splitColumn(data.validation()), names, "data.validation"));
    taken.addAll(resolved(splitColumn(data.test()), names, "data.test"));
    List<String> chosen = resolved(given.features(), names, "columns.features");
    return new TableRoles(
        data.train(),
        survey.rows(),
        columns.stream().filter(column -> targets.contains(column.name())).toList(),
        columns.stream()
            .filter(column -> chosen.isEmpty() || chosen.contains(column.name()))
            .filter(column -> !taken.contains(column.name()))
            .toList(),
        Set.copyOf(resolved(given.numeric(), names, "features.numeric.columns")),
        Set.copyOf(resolved(given.categorical(), names, "features.categorical.columns")));
  }

  /** The table's, for messages. */
  String path() {
    return source.path();
  }

  /** The target, where a network would tell texts apart, or a mix of numbers and texts. */
  Optional<ColumnSurvey> textTarget() {
    return targets.stream()
        .filter(target -> targets.size() == 1 && !target.isNumeric())
        .findFirst();
  }

  private static List<String> resolved(List<String> references, List<String> names, String key) {
    return references.stream()
        .map(reference -> ColumnNames.resolve(reference, names, key))
        .toList();
  }

  private static List<String> splitColumn(Split split) {
    Optional<String> column =
        split instanceof Split.Indicator indicator
            ? Optional.of(indicator.column())
            : split instanceof Split.ByValue byValue
                ? Optional.of(byValue.column())
                : Optional.empty();
    return column.stream().toList();
  }
}
