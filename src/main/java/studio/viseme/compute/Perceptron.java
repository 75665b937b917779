package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * A small dense net over a batch, see {@link PerceptronSpec}. One object serves one
 * forward/backward pair at a time.
 */
public interface Perceptron extends AutoCloseable {
  PerceptronSpec spec();

  /**
   * Runs the net on every item.
   *
   * @param parameters a vector of {@link PerceptronSpec#parameters()}
   * @param input inputs × N
   * @param condition a vector of {@link PerceptronSpec#conditions()}; null where there are none
   * @param output outputs × N
   */
  void forward(Batch parameters, Batch input, @Nullable Batch condition, Batch output);

  /**
   * The gradient of the latest {@link #forward}, whose parameters, input and condition must be as
   * they were.
   *
   * @param outputGradient outputs × N
   * @param parameterGradient a vector of {@link PerceptronSpec#parameters()}: overwritten with the
   *     sum over the batch
   * @param inputGradient null, or inputs × N: overwritten
   * @param conditionGradient null, or a vector of {@link PerceptronSpec#conditions()}: overwritten
   *     with the sum over the batch
   */
  void backward(
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient,
      @Nullable Batch conditionGradient);

  @Override
  void close();
}
