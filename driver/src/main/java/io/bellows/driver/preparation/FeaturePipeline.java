package io.bellows.driver.preparation;

import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.OneHotEncoderModel;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Writes fitted figures into Spark ML's model classes, in two parts: from a table's columns to
 * typed ones, and from these to the network's inputs. Training rows are already typed; new rows go
 * through both.
 *
 * <p>Arrays become columns of their numbers by the first part: Spark ML fills in missing numbers of
 * columns, and not of vectors.
 *
 * <p>The inputs are the scaled numbers in the order of their columns, then a zero or one for each
 * category.
 */
final class FeaturePipeline {
  /** The column of the network's inputs, a Spark ML vector. */
  static final String FEATURES = "bellows_features";

  private static final String NUMBERS = "bellows_numbers";
  private static final String SCALED = "bellows_scaled";

  private final TableSchema schema;
  private final PreparationConfig config;

  FeaturePipeline(TableSchema schema, PreparationConfig config) {
    this.schema = schema;
    this.config = config;
  }

  /**
   * From a table's columns to typed features.
   *
   * @param derivations those that features depend on, in order
   * @param table the training table
   */
  PipelineModel typing(List<Derivation> derivations, Table table) {
    List<Transformer> stages = new ArrayList<>();
    Set<String> columns = table.namesOfColumns();
    columns.addAll(table.sourceColumns());
    for (Derivation derivation : derivations) {
      String column = TableSchema.quoted(derivation.column());
      String others = columns.add(derivation.column()) ? "*" : "* EXCEPT (" + column + ")";
      stages.add(select(others, derivation.expression() + " AS " + column));
    }
    stages.add(select("*", String.join(", ", schema.typedSql(table.rows().schema()))));
    return new PipelineModel("bellows-typing", stages);
  }

  /** From typed features to the network's inputs. */
  PipelineModel encoding(NumberFit.Result numbers, List<List<String>> categories) {
    List<Transformer> stages = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    if (schema.numbers() > 0) {
      addNumbers(numbers, stages);
      parts.add(SCALED);
    }
    if (!categories.isEmpty()) {
      addCategories(categories, stages);
      schema
          .featuresOf(FeatureColumn.Kind.CATEGORY)
          .forEach(column -> parts.add("bellows_onehot_" + column));
    }
    stages.add(assembler("bellows-inputs", parts, FEATURES));
    return new PipelineModel("bellows-encoding", stages);
  }

  private void addNumbers(NumberFit.Result numbers, List<Transformer> stages) {
    List<TableSchema.Scalar> scalars = schema.scalars();
    String[] typed = schema.typed().fieldNames();
    if (!scalars.isEmpty()) {
      String[] inputs =
          scalars.stream().map(scalar -> typed[scalar.column()]).toArray(String[]::new);
      double[] surrogates =
          scalars.stream().mapToDouble(scalar -> numbers.surrogates()[scalar.number()]).toArray();
      stages.add(
          new ImputerModel("bellows-imputer", inputs, surrogates)
              .setInputCols(inputs)
              .setOutputCols(Arrays.stream(inputs).map(this::filled).toArray(String[]::new)));
    }
    stages.add(assembler("bellows-numbers", numberColumns(typed), NUMBERS));
    StandardScalerModel scaler =
        new StandardScalerModel(
            "bellows-scaler", Vectors.dense(numbers.divisors()), Vectors.dense(numbers.shifts()));
    scaler.setInputCol(NUMBERS).setOutputCol(SCALED);
    boolean shifts = Arrays.stream(numbers.shifts()).anyMatch(shift -> shift != 0);
    scaler.set(scaler.withMean(), shifts);
    scaler.set(scaler.withStd(), true);
    stages.add(scaler);
  }

  private void addCategories(List<List<String>> categories, List<Transformer> stages) {
    List<Integer> columns = schema.featuresOf(FeatureColumn.Kind.CATEGORY);
    boolean fails = config.categorical().unseen() == PreparationConfig.Unseen.FAIL;
    List<String> present = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      String text =
          String.format("coalesce(%s, '%s')", TableSchema.feature(column), CategoryFit.MISSING);
      String category = fails ? knownSql(text, column, categories.get(i)) : text;
      present.add(category + " AS bellows_category_" + column);
    }
    stages.add(select("*", String.join(", ", present)));
    String[][] labels =
        categories.stream().map(list -> list.toArray(String[]::new)).toArray(String[][]::new);
    stages.add(
        new StringIndexerModel("bellows-indexer", labels)
            .setInputCols(names(columns, "bellows_category_"))
            .setOutputCols(names(columns, "bellows_index_"))
            .setHandleInvalid(fails ? "error" : "keep"));
    // "keep" adds a last category for what was never seen; dropped, it is all zeros.
    int[] sizes = categories.stream().mapToInt(list -> list.size() + (fails ? 0 : 1)).toArray();
    stages.add(
        new OneHotEncoderModel("bellows-onehot", sizes)
            .setInputCols(names(columns, "bellows_index_"))
            .setOutputCols(names(columns, "bellows_onehot_"))
            .setDropLast(!fails));
  }

  /** A category as it is, or an error that says which one was not expected. */
  private String knownSql(String text, int column, List<String> categories) {
    String known = categories.stream().map(TableSchema::literal).collect(Collectors.joining(", "));
    String sentence =
        String.format(
            "Cannot use a row with \"%%s\" in column \"%s\", which no training row has; set features.categorical.unseen = ignore to take it as all zeros",
            schema.features().get(column).name().replace("%", "%%"));
    return String.format(
        "CASE WHEN %1$s IN (%2$s) THEN %1$s ELSE raise_error(format_string(%3$s, %1$s)) END",
        text, known, TableSchema.literal(sentence));
  }

  /** The columns of all numbers in order, those that may be missing filled in. */
  private List<String> numberColumns(String[] typed) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < schema.features().size(); i++) {
      List<String> own =
          Arrays.asList(typed).subList(schema.firstColumn(i), schema.firstColumn(i + 1));
      switch (schema.features().get(i).kind()) {
        case NUMBER, ARRAY -> own.stream().map(this::filled).forEach(columns::add);
        case VECTOR -> columns.addAll(own);
        case CATEGORY -> {}
      }
    }
    return columns;
  }

  private String filled(String typed) {
    return typed.replace("bellows_feature_", "bellows_number_");
  }

  private static String[] names(List<Integer> columns, String prefix) {
    return columns.stream().map(column -> prefix + column).toArray(String[]::new);
  }

  private static VectorAssembler assembler(String uid, List<String> inputs, String output) {
    return new VectorAssembler(uid)
        .setInputCols(inputs.toArray(String[]::new))
        .setOutputCol(output);
  }

  private static SQLTransformer select(String columns, String added) {
    return new SQLTransformer("bellows_sql_" + Integer.toHexString(added.hashCode()))
        .setStatement(String.format("SELECT %s, %s FROM __THIS__", columns, added));
  }
}
