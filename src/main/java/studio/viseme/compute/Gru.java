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
   * Runs the stack along windows of one sequence, which may overlap, and gives where each ends. The
   * bits are those of {@link #forward} over the windows cut out; what the first layer makes of a
   * moment that windows share is worked out once. There is no {@link #backward} of it.
   *
   * @param parameters a vector of {@link GruSpec#parameters()}
   * @param moments of every window
   * @param input inputs × the moments of the sequence
   * @param starts the moment at which each window begins
   * @param output hidden × windows: the last layer's state after the last moment of each
   */
  void last(Batch parameters, int moments, Batch input, int[] starts, Batch output);

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
