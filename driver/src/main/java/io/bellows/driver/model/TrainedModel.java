package io.bellows.driver.model;

import io.bellows.driver.engine.ShareData;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.evaluation.SparkEvaluator;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Fractions;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCheck;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.RowFailures;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.Packing;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model: how tables are read, how columns become inputs, the network and its weights, or
 * those of the several networks of an ensemble, whose predictions are averaged. Immutable.
 *
 * <p>On disk: {@code preparation/}, a Spark ML {@code PipelineModel} from a table's columns to the
 * network's inputs; {@code network/model.json} and {@code network/weights.safetensors}, or of an
 * ensemble {@code network/weights-0.safetensors} and so on. Nothing in it is deserialised as a Java
 * object.
 *
 * @param members the weights of each network, at least one
 * @param dataSeed the seed by which rows are placed when the model is evaluated
 * @param shares how many shares they are placed in
 */
public record TrainedModel(
    Network network,
    List<Weights> members,
    Preparation preparation,
    TableDeclaration declaration,
    long dataSeed,
    int shares) {
  private static final Logger LOG = LoggerFactory.getLogger(TrainedModel.class);
  private static final String PREPARATION = "preparation";
  private static final String NETWORK = "network";

  public TrainedModel {
    members = List.copyOf(members);
  }

  /**
   * The weights of the one network there is.
   *
   * @throws IllegalStateException when it is an ensemble
   */
  public Weights weights() {
    if (members.size() > 1) {
      throw new IllegalStateException("an ensemble has weights of " + members.size() + " networks");
    }
    return members.get(0);
  }

  /** How targets are encoded. */
  public TargetEncoding target() {
    return preparation.target();
  }

  /**
   * Where the training rows came from; its format and options are the defaults for other sources.
   */
  public DataSource source() {
    return declaration.source();
  }

  /**
   * Writes the model into a folder that does not hold one yet.
   *
   * @throws InputException when it cannot be written
   */
  public void save(SparkSession spark, String folder) {
    Path prepared = new Path(folder, PREPARATION);
    try {
      preparation.whole().write().save(prepared.toString());
      new ModelFolder(new Path(folder, NETWORK), hadoop(spark))
          .write(this, new PreparationFiles(prepared, hadoop(spark)).checksums());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Not only Hadoop's: Spark's are checked, too, and not declared.
      throw new InputException(
          String.format("Cannot save the model in %s: %s", folder, e.getMessage()), e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws InputException when there is none, or it is damaged or of another version
   */
  public static TrainedModel load(SparkSession spark, String folder) {
    ModelFolder network = new ModelFolder(new Path(folder, NETWORK), hadoop(spark));
    ModelFile file = network.readModel();
    List<Weights> members = network.readMembers(file);
    new PreparationFiles(new Path(folder, PREPARATION), hadoop(spark))
        .requireUndamaged(file.preparation());
    Preparation preparation = preparation(folder, file);
    return new TrainedModel(
        file.network(), members, preparation, file.declaration(), file.dataSeed(), file.shares());
  }

  private static Preparation preparation(String folder, ModelFile file) {
    String path = new Path(folder, PREPARATION).toString();
    try {
      return Preparation.of(
          PipelineModel.load(path), file.target().encoding(), file.inputs(), List.of());
    } catch (Exception e) {
      // Not only unchecked ones: Scala throws Hadoop's without declaring them.
      throw new InputException(
          String.format(
              "Cannot read the model in %s: its preparation is not a Spark ML pipeline that this version of Spark can load",
              folder),
          e);
    }
  }

  /**
   * Predicts.
   *
   * @param hiddenLayer whose outputs are added, counted from 1
   * @param use writes or collects the predictions, which are of no use afterwards: the source's
   *     columns, then what is predicted: {@code prediction}, and {@code probability_<label>} for
   *     each class; for several targets {@code prediction_<target>}; then {@code hidden<k>_<i>}. It
   *     is in here since rows that cannot be used may be found only then
   * @throws InputException when the source cannot be used
   */
  public void predict(
      SparkSession spark, DataSource source, OptionalInt hiddenLayer, Consumer<Dataset<Row>> use) {
    Prediction prediction = new Prediction(this, hiddenLayer);
    RowFailures.explained(source, () -> prediction.of(declaration.unlabelled(spark, source), use));
  }

  /**
   * Evaluates on rows with targets.
   *
   * @throws InputException when the source cannot be used
   */
  public Evaluation evaluate(SparkSession spark, DataSource source) {
    return RowFailures.explained(source, () -> evaluated(spark, source));
  }

  private Evaluation evaluated(SparkSession spark, DataSource source) {
    RowCheck.Result checked = declaration.labelled(spark, source);
    if (checked.dropped() > 0) {
      LOG.warn("{} bad rows were left out (data.bad-rows = drop)", checked.dropped());
    }
    RowCodec codec = new RowCodec(dataSeed);
    int slots = JavaSparkContext.fromSparkContext(spark.sparkContext()).defaultParallelism();
    TaskShares tasks = new TaskShares(shares, Math.min(shares, slots));
    Packing packing = new Packing(spark, codec, declaration.schema(), preparation, tasks);
    try (PlacedRows placed =
            new PlacedRows(checked.usable(), declaration.schema(), codec, Fractions.NONE);
        ShareData rows = ShareData.persisted(packing.pack(placed, Role.TRAINING), tasks)) {
      SparkEvaluator evaluator =
          new SparkEvaluator(
              network,
              Evaluation.metrics(target(), Evaluation.all(target())),
              rows,
              Kernels.choose(Kernels.AUTO).kernels());
      return Evaluation.of(evaluator.evaluate(members), rows.rows(), target());
    }
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
