package io.bellows.driver.preparation;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds the categories of columns and the classes of a target: those that occur, in order of their
 * text.
 */
final class CategoryFit {
  /** The category of rows that have none. */
  static final String MISSING = "(missing)";

  private final TypedRows rows;
  private final int limit;

  /**
   * A fit over training rows.
   *
   * @param limit values of one column at most
   */
  CategoryFit(TypedRows rows, int limit) {
    this.rows = rows;
    this.limit = limit;
  }

  /**
   * The categories of each categorical feature; empty where there are too many, which are hashed.
   *
   * @param areHashed whether columns of too many are hashed
   * @throws InputException naming a column that has too many where these are not hashed
   */
  List<Optional<List<String>>> fit(boolean areHashed) {
    List<Integer> columns = rows.schema().featuresOf(FeatureColumn.Kind.CATEGORY);
    List<Integer> typed = columns.stream().map(rows.schema()::firstColumn).toList();
    List<Set<String>> found = rows.collect(new Distinct(typed, limit));
    List<Optional<List<String>>> categories = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean isHashed = areHashed && found.get(i).size() > limit;
      if (!isHashed) {
        requireWithinLimit(rows.schema().features().get(columns.get(i)).name(), found.get(i));
      }
      categories.add(isHashed ? Optional.empty() : Optional.of(List.copyOf(found.get(i))));
    }
    return categories;
  }

  /** The labels of the target, at most {@code limit} + 1 of them. */
  Set<String> targetLabels() {
    int column = rows.schema().firstTarget();
    return rows.collect(new Distinct(List.of(column), limit)).get(0);
  }

  private void requireWithinLimit(String column, Set<String> found) {
    if (found.size() > limit) {
      throw new InputException(
          String.format(
              "Cannot one-hot encode column \"%s\": it has more than %d categories, such as \"%s\"; list it in columns.ignore, in features.numeric.columns if it is a number, raise features.categorical.max-categories, or set features.categorical.encode = hash",
              column, limit, found.iterator().next()));
    }
  }

  /** Distinct texts of some columns; stops looking in a column that has more than the limit. */
  private record Distinct(List<Integer> columns, int limit)
      implements TypedRows.Pass<List<Set<String>>> {
    @Override
    public List<Set<String>> empty() {
      List<Set<String>> empty = new ArrayList<>();
      columns.forEach(column -> empty.add(new TreeSet<>()));
      return empty;
    }

    @Override
    public void add(List<Set<String>> part, Row row) {
      for (int i = 0; i < columns.size(); i++) {
        if (part.get(i).size() <= limit) {
          part.get(i).add(text(row.get(columns.get(i))));
        }
      }
    }

    private static String text(@Nullable Object value) {
      return value == null ? MISSING : ClassLabels.labelOf(value);
    }

    @Override
    public void merge(List<Set<String>> part, List<Set<String>> other) {
      for (int i = 0; i < columns.size(); i++) {
        other.get(i).stream().limit(limit + 1L).forEach(part.get(i)::add);
      }
    }
  }
}
