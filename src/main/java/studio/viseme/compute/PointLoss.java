package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/** Losses on batches of points, with their gradients. Stateless and shared. */
public interface PointLoss {
  /**
   * Half the mean over items of the weighted squared distance: Σ over c of weights[c] · (a[c] −
   * b[c])² / 2.
   *
   * @param a C × N
   * @param b C × N
   * @param weights a vector of C
   * @param byA C × N: overwritten with the gradient
   * @param loss a vector of 1: overwritten
   */
  void squaredDistance(Batch a, Batch b, Batch weights, Batch byA, Batch loss);

  /**
   * The mean over items of 1 − cos(a, b), the cosine of the angle between two items as vectors,
   * times {@code factor}. A vector of zeros has no direction: its cosine is 0, and so is its
   * gradient.
   *
   * @param a C × N
   * @param b C × N
   * @param byA C × N: overwritten with the gradient
   * @param byB null, or C × N: overwritten with the gradient
   * @param loss a vector of 1: overwritten
   */
  void cosine(float factor, Batch a, Batch b, Batch byA, @Nullable Batch byB, Batch loss);
}
