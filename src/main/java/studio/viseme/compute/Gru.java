package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units over a batch of sequences, see {@link GruSpec}. One object serves one
 * forward/backward pair at a time.
 */
public interface Gru extends AutoCloseable {
  GruSpec spec();

  /**
   * Runs the stack along every sequence, from a state of zeros.
   *
   * @param parameters a vector of {@link GruSpec#parameters()}
   * @param moments of every sequence; divides the input's items
   * @param input inputs × (moments · sequences)
   * @param output hidden × (moments · sequences): the last layer's state at every moment
   */
  void forward(Batch parameters, int moments, Batch input, Batch output);

  /**
   * The gradient of the latest {@link #forward}, through all moments.
   *
   * @param outputGradient shaped like the output
   * @param parameterGradient a vector of {@link GruSpec#parameters()}: overwritten with the sum
   *     over the batch
   * @param inputGradient null, or shaped like the input: overwritten
   */
  void backward(Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient);

  @Override
  void close();
}
