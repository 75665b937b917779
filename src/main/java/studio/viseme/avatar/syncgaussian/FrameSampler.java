package studio.viseme.avatar.syncgaussian;

import java.util.stream.IntStream;
import studio.viseme.compute.Philox;
import studio.viseme.compute.RandomKey;

/**
 * Which sample a step looks at: a function of seed and step alone, so that a run that is resumed
 * goes on as it would have.
 *
 * <p>{@link #incremental} is the paper's incremental sampling (section 3.4): sorted by how far a
 * motion departs from rest, a window slides from the least to the greatest departure, m_j ∈ [B_l +
 * kT, B_u + kT], with one draw in fifteen from anywhere so that nothing is forgotten; afterwards
 * all samples are alike.
 */
final class FrameSampler {
  static final int STREAM = 1;

  private static final double WINDOW = 0.2;
  private static final int FREE_DRAW = 15;

  private final long seed;
  private final int[] order;
  private final int slidingSteps;

  private FrameSampler(long seed, int[] order, int slidingSteps) {
    this.seed = seed;
    this.order = order;
    this.slidingSteps = slidingSteps;
  }

  static FrameSampler uniform(long seed, int samples) {
    return new FrameSampler(seed, IntStream.range(0, samples).toArray(), 0);
  }

  /**
   * @param order samples from the least to the greatest departure from rest
   * @param slidingSteps over which the window slides from one end to the other
   */
  static FrameSampler incremental(long seed, int[] order, int slidingSteps) {
    return new FrameSampler(seed, order.clone(), slidingSteps);
  }

  /**
   * @param step from 1
   */
  int sample(int step) {
    int[] words = new int[4];
    Philox.draw(new RandomKey(seed, STREAM, step), 0, words);
    double draw = Philox.uniform(words[0]);
    boolean free = Integer.remainderUnsigned(words[1], FREE_DRAW) == 0;
    if (step > slidingSteps || free) {
      return order[(int) (draw * order.length)];
    }
    int width = Math.max(1, (int) (WINDOW * order.length));
    double along = (step - 1) / (double) slidingSteps;
    int begin = (int) (along * (order.length - width));
    return order[begin + (int) (draw * width)];
  }
}
