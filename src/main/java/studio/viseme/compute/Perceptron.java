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
  default void forward(Batch parameters, Batch input, @Nullable Batch condition, Batch output) {
    forward(parameters, input, condition, null, output);
  }

  /**
   * Runs the net on every item.
   *
   * @param gates what each item hears of the condition; null where all hear the whole
   */
  void forward(
      Batch parameters,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output);

  /** The same answers, but nothing is kept: there is no gradient of them. */
  void answer(
      Batch parameters,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output);

  /**
   * The gradient of the latest {@link #forward}, whose parameters, input, condition and gates must
   * be as they were. Gates get none.
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
