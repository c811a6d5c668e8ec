package io.bellows.driver.input;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The declared types of a run: which columns are used, in which order, as what. Typed rows have one
 * column for each feature, {@link #feature}, then for each target, {@link #target(int)}, then
 * {@link #WEIGHT}.
 *
 * @param targets the columns to be predicted, at least one
 * @param weight the weight's column; null without one
 * @param missing texts that stand for a missing value
 */
public record TableSchema(
    List<FeatureColumn> features,
    List<TargetColumn> targets,
    @JsonSetter(nulls = Nulls.SET) @Nullable String weight,
    List<String> missing)
    implements Serializable {
  /** The typed weight's column. */
  public static final String WEIGHT = "bellows_weight";

  /** The network's numbers are of single precision. */
  static final double LARGEST_NUMBER = Float.MAX_VALUE;

  /** Leaves room for sums of weighted gradients in single precision. */
  static final double LARGEST_WEIGHT = 1e20;

  public TableSchema {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    missing = List.copyOf(missing);
  }

  /** The typed column of a feature. */
  public static String feature(int index) {
    return "bellows_feature_" + index;
  }

  /** The typed column of a target. */
  public static String target(int index) {
    return "bellows_target_" + index;
  }

  /** The place of the first target in a typed row. */
  public int firstTarget() {
    return features.size();
  }

  /** The place of the weight in a typed row. */
  public int weightPlace() {
    return features.size() + targets.size();
  }

  /** The columns of targets as messages name them. */
  public String targetNames() {
    return targets.stream()
        .map(target -> "\"" + target.name() + "\"")
        .collect(Collectors.joining(", "));
  }

  /** Whether some target is text. */
  public boolean hasTextTarget() {
    return targets.stream().anyMatch(TargetColumn::isText);
  }

  /** The columns of typed rows. */
  public StructType typed() {
    StructType typed = new StructType();
    for (int i = 0; i < features.size(); i++) {
      typed = typed.add(feature(i), type(features.get(i).kind()));
    }
    for (int i = 0; i < targets.size(); i++) {
      typed =
          typed.add(
              target(i), targets.get(i).isText() ? DataTypes.StringType : DataTypes.DoubleType);
    }
    return typed.add(WEIGHT, DataTypes.DoubleType);
  }

  private static DataType type(FeatureColumn.Kind kind) {
    return switch (kind) {
      case NUMBER -> DataTypes.DoubleType;
      case CATEGORY -> DataTypes.StringType;
      case VECTOR -> SQLDataTypes.VectorType();
    };
  }

  /** The SQL expression of a typed feature, over a table of the given columns. */
  public String featureSql(int index, StructType table) {
    FeatureColumn feature = features.get(index);
    return switch (feature.kind()) {
      case NUMBER -> numberSql(feature.name(), table);
      case CATEGORY -> textSql(feature.name(), table);
      case VECTOR -> quoted(feature.name());
    };
  }

  String targetSql(int index, StructType table) {
    TargetColumn target = targets.get(index);
    return target.isText() ? textSql(target.name(), table) : numberSql(target.name(), table);
  }

  String weightSql(StructType table) {
    return weight == null ? "1D" : numberSql(weight, table);
  }

  /** A number, or null where it is missing or not a number at all. */
  String numberSql(String column, StructType table) {
    String number =
        isText(column, table)
            ? String.format("try_cast(trim(%s) AS DOUBLE)", textSql(column, table))
            : String.format("CAST(%s AS DOUBLE)", quoted(column));
    return missing.contains("NaN") ? String.format("nullif(%s, double('NaN'))", number) : number;
  }

  /** A text, or null where it stands for a missing value. */
  String textSql(String column, StructType table) {
    String text = writtenSql(column, table);
    if (missing.isEmpty()) {
      return text;
    }
    String tokens = missing.stream().map(TableSchema::literal).collect(Collectors.joining(", "));
    return String.format("CASE WHEN trim(%1$s) IN (%2$s) THEN NULL ELSE %1$s END", text, tokens);
  }

  /** A value as a file of text has it: whole numbers without a point. */
  private static String writtenSql(String column, StructType table) {
    DataType type = table.apply(column).dataType();
    if (type.equals(DataTypes.StringType)) {
      return quoted(column);
    }
    String text = String.format("CAST(%s AS STRING)", quoted(column));
    boolean mayHavePoint = type instanceof FractionalType;
    return mayHavePoint
        ? String.format(
            "CASE WHEN abs(%1$s) < 1e15 AND %1$s = rint(%1$s) THEN CAST(CAST(%1$s AS BIGINT) AS STRING) ELSE %2$s END",
            quoted(column), text)
        : text;
  }

  /** True for a column whose values are texts in some format: strings, and booleans. */
  static boolean isText(String column, StructType table) {
    DataType type = table.apply(column).dataType();
    return type.equals(DataTypes.StringType) || type.equals(DataTypes.BooleanType);
  }

  /** A column's name as SQL takes it, whatever it holds. */
  public static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** A text as SQL takes it, whatever it holds. */
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** How many numbers the vector columns and the numeric ones hold. */
  public int numbers() {
    return features.stream().mapToInt(FeatureColumn::numbers).sum();
  }

  /** The place of a feature's first number among all numbers of a row. */
  public int firstNumber(int feature) {
    return features.subList(0, feature).stream().mapToInt(FeatureColumn::numbers).sum();
  }

  /** The column of a number, by its place among all numbers of a row. */
  public String columnOf(int number) {
    int end = 0;
    for (FeatureColumn feature : features) {
      end += feature.numbers();
      if (number < end) {
        return feature.name();
      }
    }
    throw new IllegalArgumentException("there is no number " + number);
  }

  /** The length of the vectors, where just one feature holds vectors. */
  Optional<Integer> vectorWidth() {
    List<Integer> vectors = featuresOf(FeatureColumn.Kind.VECTOR);
    return vectors.size() == 1
        ? Optional.of(features.get(vectors.get(0)).width())
        : Optional.empty();
  }

  /** The places of the features of a kind, in order. */
  public List<Integer> featuresOf(FeatureColumn.Kind kind) {
    return IntStream.range(0, features.size())
        .filter(i -> features.get(i).kind() == kind)
        .boxed()
        .toList();
  }
}
