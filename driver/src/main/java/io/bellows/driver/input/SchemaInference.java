package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Declares the types of a run from its configuration and its training table.
 *
 * <p>A text column is numeric when every present value of it is a number, whatever file it came
 * from, and booleans are the texts {@code true} and {@code false}: the types are a function of the
 * contents, not of the format.
 */
public final class SchemaInference {
  private final Table table;
  private final ColumnsConfig config;
  private final StructType types;
  private final List<String> columns;

  private SchemaInference(Table table, ColumnsConfig config) {
    this.table = table;
    this.config = config;
    this.types = table.rows().schema();
    this.columns = table.columns();
  }

  /**
   * The declared types.
   *
   * @param data how rows are split: columns that mark them are no features, and those by whose
   *     values they are split are only where they are listed
   * @throws InputException when a named column is not there, or none is left as a feature
   */
  public static TableSchema infer(Table table, ColumnsConfig config, DataConfig data) {
    return new SchemaInference(table, config).schema(data);
  }

  private TableSchema schema(DataConfig data) {
    List<String> targets = resolved(config.targets(), "columns.target");
    String weight =
        config
            .weight()
            .map(column -> ColumnNames.resolve(column, columns, "columns.weight"))
            .orElse(null);
    Set<String> taken = splitColumns(data);
    taken.addAll(targets);
    if (weight != null) {
      taken.add(weight);
    }
    List<String> features = featureNames(taken);
    Set<String> texts = textColumns(features, targets);
    Map<String, Integer> lengths = lengths(features.stream().filter(this::isNumbers).toList());
    return new TableSchema(
        features.stream().map(name -> feature(name, texts, lengths)).toList(),
        targets.stream().map(name -> new TargetColumn(name, texts.contains(name))).toList(),
        weight,
        config.missing());
  }

  /** The columns that rows are split by and that are no features. */
  private Set<String> splitColumns(DataConfig data) {
    Set<String> names = new HashSet<>();
    addSplitColumn(data.validation(), "data.validation", names);
    addSplitColumn(data.test(), "data.test", names);
    return names;
  }

  private void addSplitColumn(Split split, String setting, Set<String> names) {
    if (split instanceof Split.Indicator indicator) {
      names.add(ColumnNames.resolve(indicator.column(), columns, setting + ".column"));
    } else if (split instanceof Split.ByValue byValue) {
      String name = ColumnNames.resolve(byValue.column(), columns, setting + "." + byValue.word());
      if (config.features().isEmpty()) {
        names.add(name);
      }
    }
  }

  private List<String> featureNames(Set<String> taken) {
    Set<String> ignored = new HashSet<>(resolved(config.ignore(), "columns.ignore"));
    List<String> chosen =
        config.features().isEmpty() ? columns : resolved(config.features(), "columns.features");
    List<String> features =
        chosen.stream().filter(name -> !taken.contains(name) && !ignored.contains(name)).toList();
    if (features.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot train on %s: no column is left as a feature; the columns are %s",
              table.source().path(), String.join(", ", columns)));
    }
    return features;
  }

  private List<String> resolved(List<String> references, String key) {
    return references.stream()
        .map(reference -> ColumnNames.resolve(reference, columns, key))
        .toList();
  }

  private FeatureColumn feature(String name, Set<String> texts, Map<String, Integer> lengths) {
    Integer length = lengths.get(name);
    if (length != null) {
      boolean isArray = types.apply(name).dataType() instanceof ArrayType;
      return new FeatureColumn(
          name, isArray ? FeatureColumn.Kind.ARRAY : FeatureColumn.Kind.VECTOR, length);
    }
    boolean isCategory = texts.contains(name) || isDeclaredCategory(name);
    return new FeatureColumn(
        name, isCategory ? FeatureColumn.Kind.CATEGORY : FeatureColumn.Kind.NUMBER, 1);
  }

  /** The lengths of vectors and arrays, by the names of their columns. */
  private Map<String, Integer> lengths(List<String> names) {
    Map<String, Integer> lengths = new HashMap<>();
    if (names.isEmpty()) {
      return lengths;
    }
    Column[] columns =
        names.stream().map(name -> col(TableSchema.quoted(name))).toArray(Column[]::new);
    List<Integer> usual = UsualLengths.of(table.rows().select(columns));
    for (int i = 0; i < names.size(); i++) {
      if (usual.get(i) == 0) {
        throw new InputException(
            String.format(
                "Cannot train on %s: column \"%s\" has no numbers in most rows; list it in columns.ignore",
                table.source().path(), names.get(i)));
      }
      lengths.put(names.get(i), usual.get(i));
    }
    return lengths;
  }

  private boolean isDeclaredCategory(String name) {
    return resolved(config.categorical(), "features.categorical.columns").contains(name);
  }

  private boolean isDeclaredNumber(String name) {
    return resolved(config.numeric(), "features.numeric.columns").contains(name);
  }

  /**
   * The columns of text of which some present value is not a number, and are not declared numeric.
   */
  private Set<String> textColumns(List<String> features, List<String> targets) {
    List<String> candidates = new ArrayList<>();
    for (String name : features) {
      requireFeature(name);
      if (TableSchema.isText(name, types) && !isDeclaredNumber(name) && !isDeclaredCategory(name)) {
        candidates.add(name);
      }
    }
    for (String target : targets) {
      requireTarget(target);
      if (TableSchema.isText(target, types)) {
        candidates.add(target);
      }
    }
    return withText(candidates);
  }

  private Set<String> withText(List<String> candidates) {
    if (candidates.isEmpty()) {
      return Set.of();
    }
    TableSchema tokens = new TableSchema(List.of(), List.of(), null, config.missing());
    List<Column> pairs = new ArrayList<>();
    for (String name : candidates) {
      pairs.add(expr(tokens.textSql(name, types)));
      pairs.add(expr(tokens.numberSql(name, types)));
    }
    Dataset<Row> read = table.wellFormed().select(pairs.toArray(Column[]::new));
    int count = candidates.size();
    Set<Integer> found = new HashSet<>();
    read.toJavaRDD()
        .mapPartitions(rows -> List.of(columnsWithText(rows, count)).iterator())
        .collect()
        .forEach(found::addAll);
    return found.stream().map(candidates::get).collect(Collectors.toSet());
  }

  /**
   * The columns in which some row has a text but no number; a row holds both of each column in
   * turn.
   */
  private static HashSet<Integer> columnsWithText(Iterator<Row> rows, int columns) {
    HashSet<Integer> found = new HashSet<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int column = 0; column < columns; column++) {
        if (!row.isNullAt(2 * column) && row.isNullAt(2 * column + 1)) {
          found.add(column);
        }
      }
    }
    return found;
  }

  /** True for a column that has several numbers a row. */
  private boolean isNumbers(String name) {
    DataType type = types.apply(name).dataType();
    return type.equals(SQLDataTypes.VectorType()) || TableSchema.isArrayOfNumbers(type);
  }

  /** True for a column that has one value a row. */
  private boolean isValue(String name) {
    DataType type = types.apply(name).dataType();
    return type instanceof NumericType || type instanceof StringType || type instanceof BooleanType;
  }

  private void requireFeature(String name) {
    if (!isValue(name) && !isNumbers(name)) {
      throw unusable(
          name,
          "numbers, text, booleans, arrays of numbers or Spark ML vectors; derive a number from it with data.derive, or list it in columns.ignore");
    }
  }

  private void requireTarget(String name) {
    if (!isValue(name)) {
      throw unusable(
          name, "numbers, text or booleans as the target; derive one of them with data.derive");
    }
  }

  private InputException unusable(String name, String expected) {
    DataType type = types.apply(name).dataType();
    return new InputException(
        String.format(
            "Cannot use column \"%s\" of type %s: expected %s",
            name,
            type.equals(SQLDataTypes.VectorType()) ? "vector" : type.simpleString(),
            expected));
  }
}
