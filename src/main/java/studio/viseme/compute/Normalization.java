package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation (Ba, Kiros, Hinton 2016) over a batch: each item's channels are brought to
 * mean 0 and variance 1, whatever its neighbours are, then scaled and shifted:
 *
 * <pre>  out[c] = gain[c] · (in[c] − mean) / sqrt(variance + 1e-5) + shift[c] </pre>
 *
 * <p>Parameters lie in one vector: a gain for each channel, then a shift for each. One object
 * serves one forward/backward pair at a time.
 */
public interface Normalization extends AutoCloseable {
  /** Added to the variance, so that an item of equal channels stays finite. */
  double EPSILON = 1e-5;

  /** Channels of an item. */
  int channels();

  /** Floats of gains and shifts. */
  default int parameters() {
    return 2 * channels();
  }

  /**
   * Normalises every item.
   *
   * @param parameters a vector of {@link #parameters()}
   * @param input channels × N
   * @param output channels × N
   */
  void forward(Batch parameters, Batch input, Batch output);

  /**
   * The gradient of the latest {@link #forward}, whose parameters and input must be as they were.
   *
   * @param outputGradient channels × N
   * @param parameterGradient a vector of {@link #parameters()}: overwritten with the sum over the
   *     batch
   * @param inputGradient null, or channels × N: overwritten; may be {@code outputGradient}
   */
  void backward(Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient);

  @Override
  void close();
}
