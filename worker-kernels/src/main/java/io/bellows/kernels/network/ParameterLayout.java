package io.bellows.kernels.network;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each layer's parameters stand in one flat array: W₁ row-major, b₁, gain₁ and shift₁ where
 * the layer is normalised, W₂, b₂, …, and behind the last dense layer E of each table of the
 * embedding, row-major, which counts as a layer here.
 *
 * @param inputs I of each layer, categories of each table
 * @param outputs O of each layer, dimension of each table
 * @param vectors how many vectors of O numbers each layer has behind W; a table has none
 */
public record ParameterLayout(List<Integer> inputs, List<Integer> outputs, List<Integer> vectors)
    implements Serializable {
  public ParameterLayout {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    vectors = List.copyOf(vectors);
  }

  static ParameterLayout of(List<DenseLayer> layers, List<EmbeddingTable> tables) {
    List<Integer> inputs = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    List<Integer> vectors = new ArrayList<>();
    for (DenseLayer layer : layers) {
      inputs.add(layer.inputs());
      outputs.add(layer.outputs());
      vectors.add(layer.vectors());
    }
    for (EmbeddingTable table : tables) {
      inputs.add(table.categories());
      outputs.add(table.dimension());
      vectors.add(0);
    }
    return new ParameterLayout(inputs, outputs, vectors);
  }

  /** How many layers, tables included. */
  public int layers() {
    return inputs.size();
  }

  /** Whether it is a table, whose columns are no units: none has incoming weights. */
  public boolean isTable(int layer) {
    return vectors.get(layer) == 0;
  }

  /** How many numbers W of a layer has. */
  public int weightCount(int layer) {
    return inputs.get(layer) * outputs.get(layer);
  }

  /** Where W of a layer begins. */
  public int weightOffset(int layer) {
    int offset = 0;
    for (int before = 0; before < layer; before++) {
      offset += weightCount(before) + vectors.get(before) * outputs.get(before);
    }
    return offset;
  }

  /** Where b of a layer begins. */
  public int biasOffset(int layer) {
    return vectorOffset(layer, DenseLayer.BIAS);
  }

  /** Where b, gain or shift of a layer begins. */
  public int vectorOffset(int layer, int vector) {
    return weightOffset(layer) + weightCount(layer) + vector * outputs.get(layer);
  }

  /** How many parameters in all. */
  public int size() {
    return weightOffset(layers());
  }
}
