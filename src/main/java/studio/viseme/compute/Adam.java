package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * One step of Adam, elementwise. The moments are ordinary batches, so that {@link
 * BatchOperations#gather} moves them along with the Gaussians they belong to.
 *
 * <pre>
 *   m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
 *   p ← p − rate · (m / (1 − β1^step)) / (√(v / (1 − β2^step)) + ε)
 * </pre>
 */
public interface Adam {
  /**
   * Moves parameters.
   *
   * @param parameters channels × N
   * @param gradients of the same shape, as are both moments; strides may differ
   * @param firstMoment m, zeros before the first step
   * @param secondMoment v, zeros before the first step
   * @param rate learning rate
   * @param step 1 at the first call, and one more at each
   * @param mask null, or 1 × N: items with a value of 0 are left alone, moments included. A small
   *     weight on a gradient does not do that: Adam divides it away
   */
  void step(
      Batch parameters,
      Batch gradients,
      Batch firstMoment,
      Batch secondMoment,
      double rate,
      int step,
      @Nullable Batch mask);
}
