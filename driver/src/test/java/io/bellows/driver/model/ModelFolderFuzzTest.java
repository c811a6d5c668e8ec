package io.bellows.driver.model;

import io.bellows.driver.input.BadRows;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.TargetColumn;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.InputLayout;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.RealTarget;
import io.bellows.driver.preparation.RealTargets;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.fuzz.BytesDamage;
import io.bellows.fuzz.Damage;
import io.bellows.fuzz.Fuzz;
import io.bellows.fuzz.JsonDamage;
import io.bellows.fuzz.SafeTensorsDamage;
import io.bellows.fuzz.TextDamage;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fuzz")
class ModelFolderFuzzTest {
  /** Buffers, sentences, and the steps by which the JSON library's table of names grows. */
  private static final long FIXED_BYTES = 8 << 20;

  /** A file is read, and its texts and numbers become objects. */
  private static final long BYTES_PER_BYTE = 100;

  private static final List<String> JSON_WORDS =
      List.of("null", "true", "{", "}", "[", "]", ",", ":", "\"", "\\", "NaN", "//", "\"F32\"");

  @TempDir Path folder;

  private ModelFolder model;

  @BeforeEach
  void open() {
    model = new ModelFolder(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  @Test
  void readModel_damaged_isTakenOrRefused() throws IOException {
    List<byte[]> samples = List.of(written(classes(), "model.json"), written(real(), "model.json"));

    fuzz(samples, List.of(new BytesDamage(samples), new TextDamage(JSON_WORDS), new JsonDamage()))
        .feed(
            input -> {
              Files.write(folder.resolve("model.json"), input);
              model.readModel();
            });
  }

  /** With a checksum that fits, else nothing of them would be read. */
  @Test
  void readWeights_damaged_areTakenOrRefused() throws IOException {
    byte[] sample = written(classes(), "weights.safetensors");
    ModelFile file = model.readModel();
    Damage bytes = new BytesDamage(List.of(sample));

    fuzz(
            List.of(sample),
            List.of(
                bytes,
                new SafeTensorsDamage(bytes),
                new SafeTensorsDamage(new TextDamage(JSON_WORDS)),
                new SafeTensorsDamage(new JsonDamage())))
        .feed(
            input -> {
              Files.write(folder.resolve("weights.safetensors"), input);
              model.readMembers(withChecksum(file, input));
            });
  }

  private static Fuzz fuzz(List<byte[]> samples, List<Damage> damages) {
    return new Fuzz(samples, damages, List.of(InputException.class), FIXED_BYTES, BYTES_PER_BYTE);
  }

  private static ModelFile withChecksum(ModelFile file, byte[] weights) {
    return new ModelFile(
        file.format(),
        List.of(Sha256.of(weights)),
        file.preparation(),
        file.inputs(),
        file.embedding(),
        file.layers(),
        file.dropout(),
        file.loss(),
        file.target(),
        file.declaration(),
        file.dataSeed(),
        file.shares());
  }

  private byte[] written(TrainedModel trained, String name) throws IOException {
    model.write(trained, Map.of("metadata/part-00000", "0123abcd"));
    return Files.readAllBytes(folder.resolve(name));
  }

  private static TrainedModel classes() {
    return trained(new ClassLabels(List.of("a", "b", "c")), new SoftmaxCrossEntropy());
  }

  private static TrainedModel real() {
    return trained(
        new RealTargets(List.of(new RealTarget("label", 1.5, 2))), new MeanSquaredError());
  }

  private static TrainedModel trained(TargetEncoding target, Loss loss) {
    Network network =
        Network.of(
            new EmbeddingLayer(5, List.of(new EmbeddingTable(3, 2, 3))),
            new HiddenLayers(List.of(3, 3), new Relu(), true, true),
            target.outputs(loss),
            Dropout.none(2),
            loss);
    PipelineModel none = new PipelineModel("none", List.<Transformer>of());
    return new TrainedModel(
        network,
        List.of(Weights.initial(network, VarianceScaling.HE_NORMAL, 1)),
        new Preparation(none, none, target, new InputLayout(3, List.of(2)), List.of()),
        new TableDeclaration(
            new DataSource("csv", "rows.csv", Map.of("header", "true")),
            List.of(Derivation.parse("x + 1 AS y")),
            "x > 0",
            BadRows.FAIL,
            new TableSchema(
                List.of(
                    new FeatureColumn("x", FeatureColumn.Kind.NUMBER, 1),
                    new FeatureColumn("y", FeatureColumn.Kind.VECTOR, 2),
                    new FeatureColumn("z", FeatureColumn.Kind.CATEGORY, 1)),
                List.of(new TargetColumn("label", true)),
                "weight",
                List.of("", "?"))),
        7,
        8);
  }
}
