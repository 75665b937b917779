package studio.viseme.compute;

/**
 * Weighs the moments of short sequences and adds them up: a softmax over the scores of a sequence's
 * moments, then the mean of their values with these weights.
 *
 * <pre>  out[c][n] = Σ over t of softmax over t (scores[t][n]) · values[c][n · moments + t] </pre>
 *
 * <p>Scores are moments × sequences, as a net that looks at whole sequences says them; values are
 * channels × (sequences · moments), a sequence's moments one after another, as a {@link
 * Convolution} along lines leaves them. One object serves one forward/backward pair at a time.
 */
public interface AttentionPool extends AutoCloseable {
  /** Moments of a sequence. */
  int moments();

  /**
   * Pools every sequence.
   *
   * @param scores moments × N
   * @param values C × (N · moments)
   * @param output C × N
   */
  void forward(Batch scores, Batch values, Batch output);

  /**
   * The gradient of the latest {@link #forward}, whose values must be as they were.
   *
   * @param outputGradient C × N
   * @param scoreGradient moments × N: overwritten
   * @param valueGradient C × (N · moments): overwritten
   */
  void backward(Batch outputGradient, Batch scoreGradient, Batch valueGradient);

  @Override
  void close();
}
