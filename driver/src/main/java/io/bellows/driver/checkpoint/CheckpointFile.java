package io.bellows.driver.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.bellows.driver.model.SafeTensors;
import io.bellows.driver.model.StrictJson;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.RoundTimes;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A state as a file in the safetensors format: weights, their mean, best weights and what the
 * optimizer remembers as tensors, everything else as JSON in the metadata. Nothing in it is
 * deserialised as a Java object.
 */
final class CheckpointFile {
  private static final int FORMAT = 1;
  private static final String STATE = "bellows-state";
  private static final String WEIGHTS = "weights";
  private static final String AVERAGE = "average-weights";
  private static final String BEST = "best-weights";
  private static final String OPTIMIZER = "optimizer.";

  private static final ObjectMapper JSON = StrictJson.mapper();
  private static final ObjectReader READER = JSON.readerFor(State.class);

  /**
   * A standing, in the form of JSON.
   *
   * @param run the checksum of what the run had fitted, see {@link FittedRunFolder}
   * @param bestFigure null before the first
   */
  private record State(
      int format,
      String run,
      int epoch,
      int round,
      double lossSum,
      double weightSum,
      long updates,
      double roundSeconds,
      RoundTimes spent,
      @JsonSetter(nulls = Nulls.SET) @Nullable Double bestFigure,
      int bestEpoch,
      int waited,
      List<EpochRecord> history) {

    static State of(TrainingState.Standing standing, String run) {
      OptionalDouble best = standing.earlyStopping().best();
      return new State(
          FORMAT,
          run,
          standing.epoch(),
          standing.round(),
          standing.lossSum(),
          standing.weightSum(),
          standing.updates(),
          standing.roundSeconds(),
          standing.spent(),
          best.isPresent() ? best.getAsDouble() : null,
          standing.earlyStopping().bestEpoch(),
          standing.earlyStopping().waited(),
          standing.history());
    }

    TrainingState.Standing standing() {
      OptionalDouble best =
          bestFigure == null ? OptionalDouble.empty() : OptionalDouble.of(bestFigure);
      return new TrainingState.Standing(
          epoch,
          round,
          lossSum,
          weightSum,
          updates,
          roundSeconds,
          spent,
          new EarlyStopping.Memory(best, bestEpoch, waited),
          history);
    }
  }

  private final TrainingState.Standing standing;
  private final Map<String, SafeTensors.Tensor> tensors;

  private CheckpointFile(TrainingState.Standing standing, Map<String, SafeTensors.Tensor> tensors) {
    this.standing = standing;
    this.tensors = tensors;
  }

  /**
   * A state's bytes.
   *
   * @param run the checksum of what the run had fitted
   * @throws IOException when they would be more than 2 GiB
   */
  static byte[] write(TrainingState state, String run) throws IOException {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(WEIGHTS, flat(state.weights().values()));
    put(tensors, AVERAGE, state.average());
    put(tensors, BEST, state.best());
    float[][] slots = state.optimizer().slots();
    for (int slot = 0; slot < slots.length; slot++) {
      tensors.put(OPTIMIZER + slot, flat(slots[slot]));
    }
    String json = JSON.writeValueAsString(State.of(state.standing(), run));
    return SafeTensors.write(tensors, Map.of(STATE, json));
  }

  private static void put(
      Map<String, SafeTensors.Tensor> tensors, String name, @Nullable Weights weights) {
    if (weights != null) {
      tensors.put(name, flat(weights.values()));
    }
  }

  private static SafeTensors.Tensor flat(float[] values) {
    return new SafeTensors.Tensor(List.of(values.length), values);
  }

  /**
   * A file that was written for the same run.
   *
   * @throws IOException with what is wrong with it
   */
  static CheckpointFile read(byte[] bytes, String run) throws IOException {
    State state = state(SafeTensors.readMetadata(bytes).getOrDefault(STATE, "{}"));
    if (!state.run.equals(run)) {
      throw new IOException("it belongs to another preparation of the data");
    }
    return new CheckpointFile(state.standing(), SafeTensors.read(bytes));
  }

  private static State state(String json) throws IOException {
    int format = JSON.readTree(json).path("format").asInt();
    if (format != FORMAT) {
      throw new IOException(
          String.format("its format is %d, and this program reads %d", format, FORMAT));
    }
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IOException("its state cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** Where the run stood. */
  TrainingState.Standing standing() {
    return standing;
  }

  /**
   * The state, to go on from.
   *
   * @throws IOException when it is not one of such a network and optimizer
   */
  TrainingState state(ParameterLayout layout, Optimizer optimizer) throws IOException {
    float[][] slots = new float[optimizer.slots()][];
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] = numbers(OPTIMIZER + slot, layout.size());
    }
    return TrainingState.restored(
        new Weights(layout, numbers(WEIGHTS, layout.size())),
        slots,
        weightsIfAny(AVERAGE, layout),
        weightsIfAny(BEST, layout),
        standing);
  }

  private @Nullable Weights weightsIfAny(String name, ParameterLayout layout) throws IOException {
    return tensors.containsKey(name) ? new Weights(layout, numbers(name, layout.size())) : null;
  }

  private float[] numbers(String name, int count) throws IOException {
    SafeTensors.Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.values().length != count) {
      throw new IOException(String.format("expected a tensor %s of %,d numbers", name, count));
    }
    return tensor.values();
  }
}
