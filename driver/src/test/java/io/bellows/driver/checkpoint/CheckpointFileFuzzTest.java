package io.bellows.driver.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.fuzz.BytesDamage;
import io.bellows.fuzz.Damage;
import io.bellows.fuzz.Fuzz;
import io.bellows.fuzz.JsonDamage;
import io.bellows.fuzz.SafeTensorsDamage;
import io.bellows.fuzz.TextDamage;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.RoundTimes;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A checkpoint whose checksum fits, else nothing of it would be read. */
@Tag("fuzz")
class CheckpointFileFuzzTest {
  /** Buffers, sentences, and the steps by which the JSON library's table of names grows. */
  private static final long FIXED_BYTES = 8 << 20;

  /** Texts and numbers become objects, those of the state a second time. */
  private static final long BYTES_PER_BYTE = 200;

  private static final String RUN = "0123abcd";
  private static final List<String> WORDS =
      List.of("null", "true", "{", "}", "[", "]", ",", ":", "\"", "\\", "NaN", "\"F32\"");
  private static final Network NETWORK =
      Network.of(3, List.of(2), new Relu(), 2, Dropout.none(1), new SoftmaxCrossEntropy());
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-7);

  @Test
  void read_damaged_isTakenOrRefused() throws IOException {
    byte[] sample = CheckpointFile.write(state(), RUN);
    Damage bytes = new BytesDamage(List.of(sample));
    Damage words = new TextDamage(WORDS);
    Damage json = new JsonDamage();

    new Fuzz(
            List.of(sample),
            List.of(
                bytes,
                new SafeTensorsDamage(words),
                new SafeTensorsDamage(json),
                new SafeTensorsDamage(ofState(words)),
                new SafeTensorsDamage(ofState(json))),
            List.of(IOException.class),
            FIXED_BYTES,
            BYTES_PER_BYTE)
        .feed(input -> CheckpointFile.read(input, RUN).state(NETWORK.layout(), ADAM));
  }

  /** Of the state, which is a text of the header that is JSON itself. */
  private static Damage ofState(Damage damage) {
    return (header, random) -> {
      try {
        ObjectMapper mapper = new ObjectMapper();
        if (mapper.readTree(header) instanceof ObjectNode tree
            && tree.path("__metadata__") instanceof ObjectNode metadata) {
          metadata.put("bellows-state", damaged(metadata, damage, random));
          return mapper.writeValueAsBytes(tree);
        }
        return header;
      } catch (IOException e) {
        return header;
      }
    };
  }

  private static String damaged(ObjectNode metadata, Damage damage, SplittableRandom random) {
    byte[] state = metadata.path("bellows-state").asText().getBytes(StandardCharsets.UTF_8);
    return new String(damage.of(state, random), StandardCharsets.UTF_8);
  }

  private static TrainingState state() {
    Weights weights = Weights.initial(NETWORK, VarianceScaling.HE_NORMAL, 1);
    int size = weights.values().length;
    EpochRecord epoch =
        new EpochRecord(
            0,
            10,
            0.01,
            Map.of("loss", 0.5, "validation-loss", Double.NaN),
            new EpochRecord.Timing(1.5, 100, 0.5, RoundTimes.NONE));
    return TrainingState.restored(
        weights,
        new float[][] {new float[size], new float[size]},
        weights.copy(),
        weights.copy(),
        new TrainingState.Standing(
            1,
            3,
            2.5,
            30,
            13,
            0.25,
            RoundTimes.NONE,
            new EarlyStopping.Memory(OptionalDouble.of(0.5), 0, 0),
            List.of(epoch)));
  }
}
