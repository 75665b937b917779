package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * A convolution over a batch of pictures or lines, see {@link ConvolutionSpec}. One object serves
 * one forward/backward pair at a time.
 */
public interface Convolution extends AutoCloseable {
  ConvolutionSpec spec();

  /**
   * Runs it on every picture.
   *
   * @param parameters a vector of {@link ConvolutionSpec#parameters()}
   * @param input inputs × (pictures · {@link ConvolutionSpec#inputPixels()})
   * @param output outputs × (pictures · {@link ConvolutionSpec#outputPixels()})
   */
  void forward(Batch parameters, Batch input, Batch output);

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param outputGradient shaped like the output
   * @param parameterGradient a vector of {@link ConvolutionSpec#parameters()}: overwritten with the
   *     sum over the batch
   * @param inputGradient null, or shaped like the input: overwritten
   */
  void backward(Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient);

  @Override
  void close();
}
