package studio.viseme.compute;

/**
 * A tri-plane hash encoder, see {@link TriPlaneSpec}. The table is the caller's: it is trained like
 * any parameter.
 */
public interface TriPlane extends AutoCloseable {
  TriPlaneSpec spec();

  /**
   * Encodes.
   *
   * @param positions 3 × N, cm
   * @param table a vector of {@link TriPlaneSpec#tableSize()}
   * @param encoding {@link TriPlaneSpec#outputs()} × N
   */
  void forward(Batch positions, Batch table, Batch encoding);

  /**
   * The gradient with respect to the table; positions get none.
   *
   * @param positions as they were in forward
   * @param encodingGradient {@link TriPlaneSpec#outputs()} × N
   * @param tableGradient a vector of {@link TriPlaneSpec#tableSize()}: overwritten
   */
  void backward(Batch positions, Batch encodingGradient, Batch tableGradient);

  @Override
  void close();
}
