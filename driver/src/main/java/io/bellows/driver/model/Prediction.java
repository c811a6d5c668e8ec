package io.bellows.driver.model;

import static org.apache.spark.sql.functions.col;

import io.bellows.driver.engine.SentEnsemble;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Table;
import io.bellows.driver.preparation.InputVectors;
import io.bellows.driver.preparation.Preparation;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds a model's predictions to a table. */
final class Prediction {
  private static final Logger LOG = LoggerFactory.getLogger(Prediction.class);

  private final TrainedModel model;
  private final OptionalInt hiddenLayer;

  /**
   * A prediction.
   *
   * @throws InvalidConfigException when there is no such hidden layer
   */
  Prediction(TrainedModel model, OptionalInt hiddenLayer) {
    this.model = model;
    this.hiddenLayer = hiddenLayer;
    if (hiddenLayer.isPresent() && model.members().size() > 1) {
      throw new InvalidConfigException(
          String.format(
              "Cannot add the outputs of a hidden layer: the model is an ensemble of %d networks, each with its own; predict without it, or train with training.ensemble = 1",
              model.members().size()));
    }
    int layers = model.network().layers().size() - 1;
    if (hiddenLayer.isPresent()
        && (hiddenLayer.getAsInt() < 1 || hiddenLayer.getAsInt() > layers)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot add the outputs of hidden layer %d: the network has %d hidden layer%s, counted from 1",
              hiddenLayer.getAsInt(), layers, layers == 1 ? "" : "s"));
    }
  }

  void of(Table table, Consumer<Dataset<Row>> use) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(table.rows().sparkSession().sparkContext());
    try (SentEnsemble sent = new SentEnsemble(spark, model.members())) {
      use.accept(of(table, sent.handles()));
    }
  }

  private Dataset<Row> of(Table table, List<Broadcast<Weights>> members) {
    List<String> kept = table.sourceColumns();
    List<StructField> added = added();
    requireFree(table, kept, added);
    List<Column> columns = new ArrayList<>();
    kept.forEach(column -> columns.add(table.original(column)));
    columns.add(col(Preparation.FEATURES));
    Dataset<Row> prepared =
        model
            .preparation()
            .encoding()
            .transform(table.withFeatures(model.declaration().schema()))
            .select(columns.toArray(Column[]::new));
    StructType result = result(prepared.schema(), kept.size(), added);
    InputVectors inputs = new InputVectors(model.declaration().schema(), model.network().inputs());
    ScoringTask task =
        new ScoringTask(
            model.network(),
            members,
            inputs,
            model.target(),
            Kernels.choose(Kernels.AUTO).kernels(),
            hiddenLayer);
    return prepared.mapPartitions(task, Encoders.row(result));
  }

  private static StructType result(StructType prepared, int kept, List<StructField> added) {
    StructType result = new StructType();
    for (int i = 0; i < kept; i++) {
      result = result.add(prepared.apply(i));
    }
    for (StructField field : added) {
      result = result.add(field);
    }
    return result;
  }

  /** The predictions and the hidden outputs, by names that Spark can tell apart. */
  private List<StructField> added() {
    Set<String> taken = new HashSet<>();
    return Stream.concat(PredictionColumns.fields(model.target()).stream(), hiddenOutputs())
        .map(
            field ->
                field.copy(free(field.name(), taken), field.dataType(), false, field.metadata()))
        .toList();
  }

  private Stream<StructField> hiddenOutputs() {
    if (hiddenLayer.isEmpty()) {
      return Stream.empty();
    }
    int layer = hiddenLayer.getAsInt();
    int units = model.network().layers().get(layer - 1).outputs();
    return IntStream.range(0, units)
        .mapToObj(
            unit ->
                DataTypes.createStructField(
                    "hidden" + layer + "_" + unit, DataTypes.FloatType, false));
  }

  /**
   * A name, or one with a number where it differs from another in case alone: for Spark the two are
   * the same.
   *
   * @param taken names in lower case. Modified.
   */
  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(key(free)); number++) {
      free = name + "_" + number;
    }
    if (!free.equals(name)) {
      LOG.warn("{} is called {}: another column differs from it in case alone", name, free);
    }
    return free;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void requireFree(Table table, List<String> kept, List<StructField> added) {
    Set<String> taken = added.stream().map(field -> key(field.name())).collect(Collectors.toSet());
    kept.stream()
        .filter(column -> taken.contains(key(column)))
        .findFirst()
        .ifPresent(
            column -> {
              throw new InputException(
                  String.format(
                      "Cannot predict for %s: it already has a column \"%s\"; rename or remove it",
                      table.source().path(), column));
            });
  }
}
