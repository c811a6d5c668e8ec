package io.bellows.driver.preparation;

import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;

/**
 * All that is learned from the training rows before training.
 *
 * @param typing from a table's columns to typed features
 * @param encoding from typed features to the network's inputs
 * @param target how targets are encoded
 * @param layout what the network's inputs are
 * @param constant numeric columns in which all training rows have the same number; their input is 0
 */
public record Preparation(
    PipelineModel typing,
    PipelineModel encoding,
    TargetEncoding target,
    InputLayout layout,
    List<String> constant) {

  /** The column of the network's inputs after both parts, a Spark ML vector. */
  public static final String FEATURES = FeaturePipeline.FEATURES;

  /**
   * Fits to the training rows of some placed ones.
   *
   * @param table the training table, for its columns
   * @param task what targets are for
   */
  public static Preparation fit(
      PlacedRows placed,
      RowCodec codec,
      TableDeclaration declaration,
      PreparationConfig config,
      Table table,
      Task task) {
    TableSchema schema = declaration.schema();
    TypedRows rows =
        new TypedRows(
            placed.ranked(Role.TRAINING).values(), placed.count(Role.TRAINING), codec, schema);
    NumberFit.Result numbers = new NumberFit(rows, config.numeric()).fit();
    OptionalInt buckets = config.categorical().buckets();
    List<Optional<List<String>>> categories =
        new CategoryFit(rows, config.categorical().maxCategories()).fit(buckets.isPresent());
    FeaturePipeline pipeline = new FeaturePipeline(schema, config);
    return new Preparation(
        pipeline.typing(declaration.derivedFeatures(), table),
        pipeline.encoding(numbers, categories),
        new TargetFit(rows, config.target()).fit(task),
        new InputLayout(
            schema.numbers(),
            categories.stream()
                .map(found -> found.map(List::size).orElseGet(buckets::getAsInt))
                .toList()),
        numbers.constant());
  }

  /**
   * A preparation that was written as {@link #whole}.
   *
   * @param layout what the network's inputs are
   */
  public static Preparation of(
      PipelineModel whole, TargetEncoding target, InputLayout layout, List<String> constant) {
    return new Preparation(
        (PipelineModel) whole.stages()[0],
        (PipelineModel) whole.stages()[1],
        target,
        layout,
        constant);
  }

  /** How many inputs the network has. */
  public int inputs() {
    return layout.inputs();
  }

  /** Both parts as one, from a table's columns to the network's inputs. */
  public PipelineModel whole() {
    Transformer[] stages = {typing, encoding};
    return new PipelineModel("bellows-preparation", Arrays.asList(stages));
  }
}
