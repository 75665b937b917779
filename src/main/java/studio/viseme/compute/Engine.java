package studio.viseme.compute;

/**
 * Where arithmetic runs: it makes buffers and operations, and is the ordered queue they run in (see
 * the package).
 *
 * <p>Operations that keep something between forward and backward (which Gaussian lies on which
 * tile, hidden activations) are objects, made once and used step after step: {@link #splatter},
 * {@link #triPlane}, {@link #perceptron}, {@link #convolution}, {@link #gru}, {@link
 * #normalization}, {@link #attentionPool}, {@link #pictureLoss}, {@link #contrastLoss}. Their
 * workspaces follow the sizes of each call, up and down. The others are stateless and shared:
 * {@link #batches()}, {@link #pointLoss()}, {@link #adam(AdamSettings)}.
 *
 * <p>Every operation throws {@link IllegalArgumentException} for shapes that don't fit together and
 * for buffers of another engine. Outputs are overwritten unless it says "adds". Outputs must not
 * overlap inputs unless it says so.
 */
public interface Engine extends AutoCloseable {
  /** {@code cpu}, {@code reference} or {@code cuda}. */
  String name();

  /** A new buffer of zeros. */
  Floats floats(long size);

  /** A new buffer of zeros. */
  Ints ints(long size);

  /** A new buffer that holds a copy of {@code values}. */
  default Floats floats(float[] values) {
    Floats buffer = floats(values.length);
    buffer.upload(values);
    return buffer;
  }

  /** A new buffer that holds a copy of {@code values}. */
  default Ints ints(int[] values) {
    Ints buffer = ints(values.length);
    buffer.upload(values);
    return buffer;
  }

  /** Renders Gaussians and takes their gradient. */
  Splatter splatter(SplatSettings settings);

  /** Encodes positions with three planes of hash grids. */
  TriPlane triPlane(TriPlaneSpec spec);

  /** A small dense net. */
  Perceptron perceptron(PerceptronSpec spec);

  /** A convolution over pictures or lines. */
  Convolution convolution(ConvolutionSpec spec);

  /** Gated recurrent units over sequences. */
  Gru gru(GruSpec spec);

  /** Brings each item of a batch to mean 0 and variance 1. */
  Normalization normalization(int channels);

  /** Adds up the moments of sequences by learned weights. */
  AttentionPool attentionPool(int moments);

  /** Compares batches of points. */
  PointLoss pointLoss();

  /** Compares a rendered picture with a target. */
  PictureLoss pictureLoss(PictureLossSettings settings);

  /** Compares a rendered picture's sharpness with a target's. */
  ContrastLoss contrastLoss(ContrastLossSettings settings);

  /** Elementwise work, sums, blends, gathers and random draws. */
  BatchOperations batches();

  /** The optimiser's step. */
  Adam adam(AdamSettings settings);

  /**
   * Asks for the values of a vector as they are at this point of the queue, and goes on at once.
   */
  Readback readLater(Batch vector);

  /** Waits until all that was asked for is done. */
  void finish();

  /**
   * Gives back everything the engine still holds; its buffers and operations are dead afterwards.
   */
  @Override
  void close();
}
