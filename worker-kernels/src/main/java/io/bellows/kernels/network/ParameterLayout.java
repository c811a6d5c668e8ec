package io.bellows.kernels.network;

import io.bellows.kernels.layer.DenseLayer;
import java.io.Serializable;
import java.util.List;

/**
 * Where each layer's parameters stand in one flat array: W₁ row-major, b₁, gain₁ and shift₁ where
 * the layer is normalised, W₂, b₂, …
 *
 * @param inputs I of each layer
 * @param outputs O of each layer
 * @param vectors how many vectors of O numbers each layer has behind W
 */
public record ParameterLayout(List<Integer> inputs, List<Integer> outputs, List<Integer> vectors)
    implements Serializable {
  static ParameterLayout of(List<DenseLayer> layers) {
    return new ParameterLayout(
        layers.stream().map(DenseLayer::inputs).toList(),
        layers.stream().map(DenseLayer::outputs).toList(),
        layers.stream().map(DenseLayer::vectors).toList());
  }

  /** How many layers. */
  public int layers() {
    return inputs.size();
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
