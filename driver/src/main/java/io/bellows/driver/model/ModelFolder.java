package io.bellows.driver.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.bellows.driver.input.InputException;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Weights;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder {@code network} of a model: {@code model.json} and {@code weights.safetensors}, of an
 * ensemble {@code weights-0.safetensors} and so on.
 */
final class ModelFolder {
  private static final String MODEL = "model.json";

  /** What a layer has behind W, in the order of the layout. */
  private static final List<String> VECTORS = List.of("bias", "gain", "shift");

  private static final ObjectMapper JSON =
      StrictJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectReader READER = JSON.readerFor(ModelFile.class);

  private final Path folder;
  private final FileSystem files;

  ModelFolder(Path folder, Configuration hadoop) {
    this.folder = folder;
    try {
      this.files = RawFiles.of(folder, hadoop);
    } catch (IOException e) {
      throw new InputException(String.format("Cannot use %s: %s", folder, e.getMessage()), e);
    }
  }

  /**
   * Writes the folder.
   *
   * @param preparation checksums of the preparation's files
   */
  void write(TrainedModel model, Map<String, String> preparation) {
    try {
      List<String> checksums = new ArrayList<>();
      for (int member = 0; member < model.members().size(); member++) {
        byte[] weights = SafeTensors.write(tensors(model.members().get(member)), Map.of());
        write(weightsFile(member, model.members().size()), weights);
        checksums.add(Sha256.of(weights));
      }
      write(MODEL, JSON.writeValueAsBytes(ModelFile.of(model, checksums, preparation)));
    } catch (IOException e) {
      throw new InputException(
          String.format("Cannot save the model in %s: %s", folder, e.getMessage()), e);
    }
  }

  private static String weightsFile(int member, int members) {
    return members == 1 ? "weights.safetensors" : "weights-" + member + ".safetensors";
  }

  private void write(String name, byte[] content) throws IOException {
    try (OutputStream out = files.create(new Path(folder, name), true)) {
      out.write(content);
    }
  }

  /**
   * What the folder says of the model.
   *
   * @throws InputException when it is no model, or one of another version
   */
  ModelFile readModel() {
    try {
      byte[] json = read(MODEL);
      int format = JSON.readTree(json).path("format").asInt(0);
      if (format != ModelFile.FORMAT) {
        throw unreadable(
            String.format(
                "its format is version %d, and this program reads version %d; use the program that wrote it",
                format, ModelFile.FORMAT));
      }
      return requireUsable(READER.readValue(json));
    } catch (FileNotFoundException e) {
      throw new InputException(String.format("There is no model in %s", folder.getParent()), e);
    } catch (IOException e) {
      throw unreadable(MODEL + ": " + firstLine(e));
    }
  }

  private ModelFile requireUsable(ModelFile model) {
    try {
      model.requireConsistent();
      return model;
    } catch (IllegalArgumentException | InvalidConfigException e) {
      throw unreadable(MODEL + ": " + e.getMessage());
    }
  }

  /**
   * The weights of each network.
   *
   * @throws InputException when a file is damaged
   */
  List<Weights> readMembers(ModelFile model) {
    List<Weights> members = new ArrayList<>();
    for (String checksum : model.weights()) {
      members.add(
          readWeights(model, checksum, weightsFile(members.size(), model.weights().size())));
    }
    return members;
  }

  private Weights readWeights(ModelFile model, String checksum, String file) {
    try {
      byte[] content = read(file);
      if (!Sha256.of(content).equals(checksum)) {
        throw unreadable(
            file
                + " is damaged: its checksum is not the one in "
                + MODEL
                + "; copy the folder again, or train again");
      }
      return weights(file, model.network().layout(), SafeTensors.read(content));
    } catch (IOException e) {
      throw unreadable(file + ": " + firstLine(e));
    }
  }

  private InputException unreadable(String reason) {
    return new InputException(String.format("Cannot read the model in %s: %s", folder, reason));
  }

  private static String firstLine(IOException e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("");
  }

  private byte[] read(String name) throws IOException {
    try (FSDataInputStream in = files.open(new Path(folder, name))) {
      return in.readAllBytes();
    }
  }

  private static Map<String, SafeTensors.Tensor> tensors(Weights weights) {
    ParameterLayout layout = weights.layout();
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < layout.layers(); layer++) {
      int outputs = layout.outputs().get(layer);
      tensors.put(
          weightName(layer),
          tensor(
              weights, layout.weightOffset(layer), List.of(layout.inputs().get(layer), outputs)));
      for (int vector = 0; vector < layout.vectors().get(layer); vector++) {
        tensors.put(
            vectorName(layer, vector),
            tensor(weights, layout.vectorOffset(layer, vector), List.of(outputs)));
      }
    }
    return tensors;
  }

  private static SafeTensors.Tensor tensor(Weights weights, int offset, List<Integer> shape) {
    int length = shape.stream().reduce(1, (left, right) -> left * right);
    float[] values = new float[length];
    System.arraycopy(weights.values(), offset, values, 0, length);
    return new SafeTensors.Tensor(shape, values);
  }

  /** The tensors are there before there is an array for them: a network is easily said. */
  private Weights weights(
      String file, ParameterLayout layout, Map<String, SafeTensors.Tensor> tensors) {
    long numbers = tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
    if (numbers != layout.size()) {
      throw unreadable(
          String.format(
              "%s: expected the %d numbers of the network in %s, found %d",
              file, layout.size(), MODEL, numbers));
    }
    float[] values = new float[layout.size()];
    for (int layer = 0; layer < layout.layers(); layer++) {
      copy(
          file,
          tensors,
          weightName(layer),
          layout.weightCount(layer),
          values,
          layout.weightOffset(layer));
      for (int vector = 0; vector < layout.vectors().get(layer); vector++) {
        copy(
            file,
            tensors,
            vectorName(layer, vector),
            layout.outputs().get(layer),
            values,
            layout.vectorOffset(layer, vector));
      }
    }
    return new Weights(layout, values);
  }

  private void copy(
      String file,
      Map<String, SafeTensors.Tensor> tensors,
      String name,
      int length,
      float[] values,
      int offset) {
    SafeTensors.Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.values().length != length) {
      throw unreadable(String.format("%s: expected a tensor %s of %d numbers", file, name, length));
    }
    System.arraycopy(tensor.values(), 0, values, offset, length);
  }

  private static String weightName(int layer) {
    return "layers." + layer + ".weight";
  }

  private static String vectorName(int layer, int vector) {
    return "layers." + layer + "." + VECTORS.get(vector);
  }
}
