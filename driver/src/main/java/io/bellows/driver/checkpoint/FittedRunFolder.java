package io.bellows.driver.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.model.StrictJson;
import io.bellows.driver.preparation.ClassWeights;
import io.bellows.driver.preparation.InputLayout;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.StoredTarget;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.PipelineModel;

/**
 * What a run has fitted, in the folder of its checkpoints, written once before the first of them:
 *
 * <pre>
 *   preparation/   a Spark ML PipelineModel from columns to inputs
 *   fitted.json    everything else; written last, and so the sign that it is whole
 * </pre>
 */
final class FittedRunFolder {
  private static final int FORMAT = 3;
  private static final String FITTED = "fitted.json";
  private static final String PREPARATION = "preparation";

  private static final ObjectMapper JSON =
      StrictJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectReader READER = JSON.readerFor(Fitted.class);

  /**
   * A fitted run without its pipeline, in the form of JSON.
   *
   * @param target how targets are encoded
   * @param classWeights in the order of the labels; empty without
   */
  private record Fitted(
      int format,
      String kernels,
      InputLayout inputs,
      List<String> constant,
      StoredTarget target,
      List<Double> classWeights,
      TableDeclaration declaration,
      DataFingerprint fingerprint) {

    static Fitted of(FittedRun run) {
      return new Fitted(
          FORMAT,
          run.kernels(),
          run.preparation().layout(),
          run.preparation().constant(),
          StoredTarget.of(run.preparation().target()),
          run.classWeights().byClass(),
          run.declaration(),
          run.fingerprint());
    }

    TargetEncoding encoding() throws IOException {
      try {
        return target.encoding();
      } catch (IllegalArgumentException e) {
        throw new IOException(FITTED + ": " + e.getMessage(), e);
      }
    }
  }

  private final String folder;
  private final Storage storage;

  FittedRunFolder(String folder) {
    this.folder = folder;
    this.storage = Storage.of(folder);
  }

  private String child(String name) {
    return Storage.child(folder, name);
  }

  /** Whether it is there, and whole. */
  boolean exists() throws IOException {
    return storage.exists(child(FITTED));
  }

  /** What the checkpoints of the run know it by; it is there. */
  String checksum() throws IOException {
    return Checksum.of(storage.read(child(FITTED)));
  }

  /** Writes it in place of whatever an interrupted attempt has left. */
  void write(FittedRun run) throws IOException {
    storage.delete(child(PREPARATION));
    writePipeline(run.preparation().whole());
    storage.write(child(FITTED), JSON.writeValueAsBytes(Fitted.of(run)));
  }

  private void writePipeline(PipelineModel pipeline) throws IOException {
    try {
      pipeline.write().save(child(PREPARATION));
    } catch (Exception e) {
      // Spark's exceptions are checked, undeclared.
      throw new IOException("the preparation cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads it.
   *
   * @throws IOException with what is wrong, when it is damaged
   */
  FittedRun read() throws IOException {
    Fitted fitted = parsed(storage.read(child(FITTED)));
    return new FittedRun(
        preparation(fitted, fitted.encoding()),
        new ClassWeights(fitted.classWeights),
        fitted.declaration,
        fitted.fingerprint,
        fitted.kernels);
  }

  private static Fitted parsed(byte[] json) throws IOException {
    int format = JSON.readTree(json).path("format").asInt();
    if (format != FORMAT) {
      throw new IOException(
          String.format("the format of %s is %d, this program reads %d", FITTED, format, FORMAT));
    }
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IOException(FITTED + ": " + e.getOriginalMessage(), e);
    }
  }

  private Preparation preparation(Fitted fitted, TargetEncoding target) throws IOException {
    try {
      return Preparation.of(
          PipelineModel.load(child(PREPARATION)), target, fitted.inputs, fitted.constant);
    } catch (Exception e) {
      // Not only unchecked ones: Scala throws Hadoop's without declaring them.
      throw new IOException("its preparation is not a Spark ML pipeline", e);
    }
  }
}
