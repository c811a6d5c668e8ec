package io.bellows.driver.preparation;

import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * category, or bucket of a hashed column.
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

  /**
   * From typed features to the network's inputs.
   *
   * @param categories of each categorical feature; empty where it is hashed
   */
  PipelineModel encoding(NumberFit.Result numbers, List<Optional<List<String>>> categories) {
    List<Transformer> stages = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    if (schema.numbers() > 0) {
      parts.addAll(addNumbers(numbers, stages));
    }
    List<Integer> columns = schema.featuresOf(FeatureColumn.Kind.CATEGORY);
    List<Integer> listed = chosen(columns, categories, true);
    if (!listed.isEmpty()) {
      addCategories(listed, categories.stream().flatMap(Optional::stream).toList(), stages);
    }
    List<Integer> hashed = chosen(columns, categories, false);
    if (!hashed.isEmpty()) {
      addBuckets(hashed, config.categorical().buckets().orElseThrow(), stages);
    }
    columns.forEach(column -> parts.add("bellows_onehot_" + column));
    stages.add(assembler("bellows-inputs", parts, FEATURES));
    return new PipelineModel("bellows-encoding", stages);
  }

  private void addImputer(double[] surrogates, List<Transformer> stages) {
    List<TableSchema.Scalar> scalars = schema.scalars();
    if (scalars.isEmpty()) {
      return;
    }
    String[] typed = schema.typed().fieldNames();
    String[] inputs = scalars.stream().map(scalar -> typed[scalar.column()]).toArray(String[]::new);
    double[] filling =
        scalars.stream().mapToDouble(scalar -> surrogates[scalar.number()]).toArray();
    stages.add(
        new ImputerModel("bellows-imputer", inputs, filling)
            .setInputCols(inputs)
            .setOutputCols(Arrays.stream(inputs).map(this::filled).toArray(String[]::new)));
  }

  /** Returns the columns of the scaled numbers, in the order of the features. */
  private List<String> addNumbers(NumberFit.Result numbers, List<Transformer> stages) {
    addImputer(numbers.surrogates(), stages);
    List<List<Integer>> runs = runs(numbers.sparse());
    List<String> scaled = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      String suffix = run == 0 ? "" : "_" + run;
      addScaler(runs.get(run), numbers, suffix, stages);
      scaled.add(SCALED + suffix);
    }
    return scaled;
  }

  /**
   * Consecutive features of numbers, cut where columns that stay sparse begin or end: a scaler that
   * shifts some of its numbers makes a dense vector of all.
   */
  private List<List<Integer>> runs(List<Integer> sparse) {
    List<List<Integer>> runs = new ArrayList<>();
    boolean isSparse = false;
    for (int i = 0; i < schema.features().size(); i++) {
      if (schema.features().get(i).kind() != FeatureColumn.Kind.CATEGORY) {
        if (runs.isEmpty() || isSparse != sparse.contains(i)) {
          runs.add(new ArrayList<>());
          isSparse = sparse.contains(i);
        }
        runs.get(runs.size() - 1).add(i);
      }
    }
    return runs;
  }

  private void addScaler(
      List<Integer> features, NumberFit.Result numbers, String suffix, List<Transformer> stages) {
    List<String> parts = new ArrayList<>();
    features.forEach(feature -> parts.addAll(numberColumns(feature)));
    stages.add(assembler("bellows-numbers" + suffix, parts, NUMBERS + suffix));
    int from = schema.firstNumber(features.get(0));
    int to = from + features.stream().mapToInt(i -> schema.features().get(i).numbers()).sum();
    double[] shifts = Arrays.copyOfRange(numbers.shifts(), from, to);
    StandardScalerModel scaler =
        new StandardScalerModel(
            "bellows-scaler" + suffix,
            Vectors.dense(Arrays.copyOfRange(numbers.divisors(), from, to)),
            Vectors.dense(shifts));
    scaler.setInputCol(NUMBERS + suffix).setOutputCol(SCALED + suffix);
    scaler.set(scaler.withMean(), Arrays.stream(shifts).anyMatch(shift -> shift != 0));
    scaler.set(scaler.withStd(), true);
    stages.add(scaler);
  }

  private static List<Integer> chosen(
      List<Integer> columns, List<Optional<List<String>>> categories, boolean areListed) {
    return IntStream.range(0, columns.size())
        .filter(i -> categories.get(i).isPresent() == areListed)
        .mapToObj(columns::get)
        .toList();
  }

  /**
   * A 0 or 1 for each bucket: that of a text is its hash (MurmurHash3 by Appleby, 32 bits with seed
   * 42, as Spark SQL has it) modulo their number. Every text has one, seen or not.
   */
  private static void addBuckets(List<Integer> columns, int buckets, List<Transformer> stages) {
    List<String> added = new ArrayList<>();
    for (int column : columns) {
      added.add(
          String.format(
              "CAST(pmod(hash(%s), %d) AS DOUBLE) AS bellows_bucket_%d",
              presentSql(column), buckets, column));
    }
    stages.add(select("*", String.join(", ", added)));
    int[] sizes = new int[columns.size()];
    Arrays.fill(sizes, buckets);
    stages.add(
        new OneHotEncoderModel("bellows-buckets", sizes)
            .setInputCols(names(columns, "bellows_bucket_"))
            .setOutputCols(names(columns, "bellows_onehot_"))
            .setDropLast(false));
  }

  /** A category, or what stands for none. */
  private static String presentSql(int column) {
    return String.format("coalesce(%s, '%s')", TableSchema.feature(column), CategoryFit.MISSING);
  }

  private void addCategories(
      List<Integer> columns, List<List<String>> categories, List<Transformer> stages) {
    boolean fails = config.categorical().unseen() == PreparationConfig.Unseen.FAIL;
    List<String> present = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      String text = presentSql(column);
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

  /** The columns of a feature's numbers in order, those that may be missing filled in. */
  private List<String> numberColumns(int feature) {
    List<String> own =
        Arrays.asList(schema.typed().fieldNames())
            .subList(schema.firstColumn(feature), schema.firstColumn(feature + 1));
    return schema.features().get(feature).kind() == FeatureColumn.Kind.VECTOR
        ? own
        : own.stream().map(this::filled).toList();
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
