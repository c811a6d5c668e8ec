package io.bellows.driver.input;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The declared types of a run: which columns are used, in which order, as what. Typed rows have one
 * column for each feature, {@link #feature}, then for each target, {@link #target(int)}, then
 * {@link #WEIGHT}; but an array has a column for each of its numbers, so that it is placed and
 * prepared as numeric columns are.
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
  public static final double LARGEST_WEIGHT = 1e20;

  public TableSchema {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    missing = List.copyOf(missing);
  }

  /** The typed column of a feature that has one. */
  public static String feature(int index) {
    return "bellows_feature_" + index;
  }

  /** The typed column of a target. */
  public static String target(int index) {
    return "bellows_target_" + index;
  }

  /** The place of the first target in a typed row. */
  public int firstTarget() {
    return firstColumn(features.size());
  }

  /** The place of the weight in a typed row. */
  public int weightPlace() {
    return firstTarget() + targets.size();
  }

  /** Whether some target is text. */
  public boolean hasTextTarget() {
    return targets.stream().anyMatch(TargetColumn::isText);
  }

  private static String element(int index, int place) {
    return feature(index) + "_" + place;
  }

  /** How many typed columns a feature has. */
  private static int columns(FeatureColumn feature) {
    return feature.kind() == FeatureColumn.Kind.ARRAY ? feature.width() : 1;
  }

  /** The place of a feature's first column among the typed ones. */
  public int firstColumn(int feature) {
    return features.subList(0, feature).stream().mapToInt(TableSchema::columns).sum();
  }

  /**
   * A number that has a typed column of its own, and so may be missing.
   *
   * @param column its place among the typed columns
   * @param number its place among all numbers of a row
   */
  public record Scalar(int column, int number) {}

  /** The numbers of numeric columns and arrays, in order. */
  public List<Scalar> scalars() {
    List<Scalar> scalars = new ArrayList<>();
    int column = 0;
    int number = 0;
    for (FeatureColumn feature : features) {
      boolean isScalar =
          feature.kind() == FeatureColumn.Kind.NUMBER || feature.kind() == FeatureColumn.Kind.ARRAY;
      for (int i = 0; isScalar && i < feature.width(); i++) {
        scalars.add(new Scalar(column + i, number + i));
      }
      column += columns(feature);
      number += feature.numbers();
    }
    return scalars;
  }

  /** The columns of typed rows. */
  public StructType typed() {
    StructType typed = new StructType();
    for (int i = 0; i < features.size(); i++) {
      FeatureColumn feature = features.get(i);
      if (feature.kind() == FeatureColumn.Kind.ARRAY) {
        for (int place = 0; place < feature.width(); place++) {
          typed = typed.add(element(i, place), DataTypes.DoubleType);
        }
      } else {
        typed = typed.add(feature(i), type(feature.kind()));
      }
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
      case ARRAY -> DataTypes.createArrayType(DataTypes.DoubleType);
    };
  }

  /** The typed columns of all features, as SQL selects them from a table of the given columns. */
  public List<String> typedSql(StructType table) {
    List<String> typed = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      FeatureColumn feature = features.get(i);
      if (feature.kind() == FeatureColumn.Kind.ARRAY) {
        for (int place = 0; place < feature.width(); place++) {
          String number = String.format("get(%s, %d)", quoted(feature.name()), place);
          typed.add(asDouble(number) + " AS " + element(i, place));
        }
      } else {
        typed.add(featureSql(i, table) + " AS " + feature(i));
      }
    }
    return typed;
  }

  /** The SQL expression of a whole feature, over a table of the given columns. */
  String featureSql(int index, StructType table) {
    FeatureColumn feature = features.get(index);
    return switch (feature.kind()) {
      case NUMBER -> numberSql(feature.name(), table);
      case CATEGORY -> textSql(feature.name(), table);
      case VECTOR -> quoted(feature.name());
      case ARRAY -> String.format("transform(%s, x -> %s)", quoted(feature.name()), asDouble("x"));
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
  public String numberSql(String column, StructType table) {
    return isText(column, table)
        ? withoutMissing(String.format("try_cast(trim(%s) AS DOUBLE)", textSql(column, table)))
        : asDouble(quoted(column));
  }

  private String asDouble(String number) {
    return withoutMissing(String.format("CAST(%s AS DOUBLE)", number));
  }

  private String withoutMissing(String number) {
    return missing.contains("NaN") ? String.format("nullif(%s, double('NaN'))", number) : number;
  }

  /** A text, or null where it stands for a missing value. */
  public String textSql(String column, StructType table) {
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

  /** True for arrays that can be features. */
  public static boolean isArrayOfNumbers(DataType type) {
    return type instanceof ArrayType array && array.elementType() instanceof NumericType;
  }

  /** A column's name as SQL takes it, whatever it holds. */
  public static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** A text as SQL takes it, whatever it holds. */
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** How many numbers the numeric columns, the vectors and the arrays hold. */
  public int numbers() {
    return features.stream().mapToInt(FeatureColumn::numbers).sum();
  }

  /** The place of a feature's first number among all numbers of a row. */
  public int firstNumber(int feature) {
    return features.subList(0, feature).stream().mapToInt(FeatureColumn::numbers).sum();
  }

  /** The column of a number, by its place among all numbers of a row; as SQL has it in an array. */
  public String columnOf(int number) {
    int first = 0;
    for (FeatureColumn feature : features) {
      int place = number - first;
      first += feature.numbers();
      if (number < first) {
        return feature.kind() == FeatureColumn.Kind.ARRAY
            ? element(feature.name(), place)
            : feature.name();
      }
    }
    throw new IllegalArgumentException("there is no number " + number);
  }

  /** A number of an array, as SQL has it. */
  static String element(String column, int place) {
    return column + "[" + place + "]";
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
