package studio.viseme.compute;

import java.util.random.RandomGenerator;

/**
 * The layout of a stack of gated recurrent units in the form of Chung et al. 2014, where the reset
 * gate acts before the product. Of every layer, with h of the moment before (0 at the first):
 *
 * <pre>
 *   z = σ(Wz x + Uz h + bz)        r = σ(Wr x + Ur h + br)
 *   c = tanh(Wc x + Uc (r ⊙ h) + bc)        h ← (1 − z) ⊙ h + z ⊙ c
 * </pre>
 *
 * <p>Sequences of one length lie side by side in a batch, moment after moment: moment t of sequence
 * n, of N, is item t · N + n.
 *
 * <p>Parameters lie in one vector, layer after layer: W, U and b; each holds the rows of z, then r,
 * then c, and a row of W or U is as long as what it is multiplied with.
 *
 * @param inputs channels of the input batch, at least 1
 * @param hidden width of every layer, at least 1
 * @param layers at least 1
 */
public record GruSpec(int inputs, int hidden, int layers) {
  public GruSpec {
    if (inputs < 1 || hidden < 1 || layers < 1) {
      throw new IllegalArgumentException(inputs + " -> " + layers + " x " + hidden);
    }
  }

  /** Width of what a layer reads. */
  public int fanIn(int layer) {
    return layer == 0 ? inputs : hidden;
  }

  /** Where a layer's W begins. */
  public int inputOffset(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) {
      offset += 3 * hidden * (fanIn(l) + hidden + 1);
    }
    return offset;
  }

  /** Where a layer's U begins. */
  public int recurrentOffset(int layer) {
    return inputOffset(layer) + 3 * hidden * fanIn(layer);
  }

  /** Where a layer's b begins. */
  public int biasOffset(int layer) {
    return recurrentOffset(layer) + 3 * hidden * hidden;
  }

  /** Floats of the whole stack. */
  public int parameters() {
    return inputOffset(layers);
  }

  /** Multiplications of a forward pass over one moment of one sequence. */
  public long multiplications() {
    return parameters() - 3L * hidden * layers;
  }

  /** Starting values: normal weights of variance 1 / fan-in, biases 0. */
  public float[] initialize(RandomGenerator random) {
    float[] values = new float[parameters()];
    for (int l = 0; l < layers; l++) {
      fill(values, inputOffset(l), recurrentOffset(l), fanIn(l), random);
      fill(values, recurrentOffset(l), biasOffset(l), hidden, random);
    }
    return values;
  }

  private static void fill(float[] values, int from, int to, int fanIn, RandomGenerator random) {
    double deviation = Math.sqrt(1.0 / fanIn);
    for (int i = from; i < to; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }
}
