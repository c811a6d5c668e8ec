package io.bellows.driver.model;

import static org.apache.spark.sql.functions.col;

import io.bellows.driver.engine.SentWeights;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Table;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.InputVectors;
import io.bellows.driver.preparation.Preparation;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Adds a model's predictions to a table. */
final class Prediction {
  private static final String PREDICTION = "prediction";
  private static final String PROBABILITY = "probability_";

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
    int layers = model.network().layers().size() - 1;
    if (hiddenLayer.isPresent()
        && (hiddenLayer.getAsInt() < 1 || hiddenLayer.getAsInt() > layers)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot add the outputs of hidden layer %d: the network has %d hidden layers, counted from 1",
              hiddenLayer.getAsInt(), layers));
    }
  }

  void of(Table table, Consumer<Dataset<Row>> use) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(table.rows().sparkSession().sparkContext());
    try (SentWeights sent = new SentWeights(spark, model.weights())) {
      use.accept(of(table, sent.handle()));
    }
  }

  private Dataset<Row> of(Table table, Broadcast<Weights> weights) {
    List<String> kept = table.sourceColumns();
    requireFree(table, kept);
    List<Column> columns = new ArrayList<>();
    kept.forEach(column -> columns.add(table.original(column)));
    columns.add(col(Preparation.FEATURES));
    Dataset<Row> prepared =
        model
            .preparation()
            .encoding()
            .transform(table.withFeatures(model.declaration().schema()))
            .select(columns.toArray(Column[]::new));
    StructType result = result(prepared.schema(), kept.size());
    InputVectors inputs = new InputVectors(model.declaration().schema(), model.network().inputs());
    ScoringTask task =
        new ScoringTask(model.network(), weights, inputs, model.target(), hiddenLayer);
    return prepared.mapPartitions(task, Encoders.row(result));
  }

  private StructType result(StructType prepared, int kept) {
    StructType result = new StructType();
    for (int i = 0; i < kept; i++) {
      result = result.add(prepared.apply(i));
    }
    boolean isClass = model.target() instanceof ClassLabels;
    result = result.add(PREDICTION, isClass ? DataTypes.StringType : DataTypes.DoubleType);
    for (String column : addedNumbers().toList()) {
      result = result.add(column, DataTypes.FloatType);
    }
    return result;
  }

  private Stream<String> addedNumbers() {
    Stream<String> probabilities =
        model.target() instanceof ClassLabels classes
            ? classes.labels().stream().map(label -> PROBABILITY + label)
            : Stream.empty();
    if (hiddenLayer.isEmpty()) {
      return probabilities;
    }
    int layer = hiddenLayer.getAsInt();
    int units = model.network().layers().get(layer - 1).outputs();
    Stream<String> outputs =
        Stream.iterate(0, unit -> unit < units, unit -> unit + 1)
            .map(unit -> "hidden" + layer + "_" + unit);
    return Stream.concat(probabilities, outputs);
  }

  private void requireFree(Table table, List<String> kept) {
    Set<String> taken = table.namesOfColumns();
    taken.addAll(kept);
    Stream.concat(Stream.of(PREDICTION), addedNumbers())
        .filter(taken::contains)
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
