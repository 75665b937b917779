package studio.viseme.compute;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The layout of a small dense net: inputs → hidden widths (ReLU) → outputs (linear).
 *
 * <p>{@code conditions} more inputs are the same for all items of a batch (an audio feature, an
 * expression code, an eyelid): they are given once, cost one product a batch rather than one an
 * item, and are read by the first layer after the inputs.
 *
 * <p>Parameters lie in one vector, layer after layer: the weights, output-major ({@code w[out * in
 * + …]}, in = inputs + conditions for the first layer, inputs first), then the biases if there are
 * any.
 *
 * @param inputs channels of the input batch, at least 1
 * @param conditions at least 0
 * @param hidden widths of the hidden layers, 1 … 256 each; may be empty
 * @param outputs channels of the output batch, at least 1
 * @param biased whether layers have biases
 */
public record PerceptronSpec(
    int inputs, int conditions, List<Integer> hidden, int outputs, boolean biased) {
  public PerceptronSpec {
    hidden = List.copyOf(hidden);
    if (inputs < 1
        || conditions < 0
        || outputs < 1
        || hidden.stream().anyMatch(w -> w < 1 || w > 256)) {
      throw new IllegalArgumentException(
          inputs + "+" + conditions + " -> " + hidden + " -> " + outputs);
    }
  }

  /** Hidden layers + 1. */
  public int layers() {
    return hidden.size() + 1;
  }

  /** Inputs of a layer, conditions included. */
  public int fanIn(int layer) {
    return layer == 0 ? inputs + conditions : hidden.get(layer - 1);
  }

  /** Outputs of a layer. */
  public int fanOut(int layer) {
    return layer == hidden.size() ? outputs : hidden.get(layer);
  }

  /** Where a layer's weights begin. */
  public int weightOffset(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) {
      offset += fanOut(l) * (fanIn(l) + (biased ? 1 : 0));
    }
    return offset;
  }

  /** Where a layer's biases begin; meaningless without biases. */
  public int biasOffset(int layer) {
    return weightOffset(layer) + fanOut(layer) * fanIn(layer);
  }

  /** Floats of the whole net. */
  public int parameters() {
    return weightOffset(layers());
  }

  /**
   * Starting values: normal weights of variance 2 / fan-in (He et al. 2015), the last layer's times
   * {@code lastLayerScale}, biases 0. A small last layer makes a deformation start from nothing.
   */
  public float[] initialize(RandomGenerator random, double lastLayerScale) {
    float[] parameters = new float[parameters()];
    for (int layer = 0; layer < layers(); layer++) {
      double deviation =
          Math.sqrt(2.0 / fanIn(layer)) * (layer == layers() - 1 ? lastLayerScale : 1);
      int begin = weightOffset(layer);
      for (int i = 0; i < fanOut(layer) * fanIn(layer); i++) {
        parameters[begin + i] = (float) (deviation * random.nextGaussian());
      }
    }
    return parameters;
  }
}
