package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
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
  private static final int MOST_OFTEN = 4;

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
   * Half of the draws are from all samples alike, half by how much of the values' range each stands
   * for: what is rare is looked at more often than chance would, though none much more than {@value
   * #MOST_OFTEN} times as often as the mean one.
   *
   * @param values of the samples, such as how far a mouth is open
   */
  static FrameSampler spread(long seed, double[] values) {
    int n = values.length;
    int[] sorted =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> values[i]).thenComparingInt(i -> i))
            .mapToInt(i -> i)
            .toArray();
    double range = values[sorted[n - 1]] - values[sorted[0]];
    double[] until = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double below = values[sorted[Math.max(0, i - 1)]];
      double above = values[sorted[Math.min(n - 1, i + 1)]];
      double share = range > 0 ? (above - below) / (2 * range) : 0;
      sum += Math.min(share, (2.0 * MOST_OFTEN - 1) / n);
      until[i] = sum;
    }
    int[] order = Arrays.copyOf(IntStream.range(0, n).toArray(), 2 * n);
    int at = 0;
    for (int k = 0; k < n; k++) {
      double draw = (k + 0.5) / n;
      while (at < n && until[at] <= draw) {
        at++;
      }
      // What no sample may have any more goes to all alike.
      order[n + k] = at < n ? sorted[at] : (int) ((draw - sum) / (1 - sum) * n);
    }
    return new FrameSampler(seed, order, 0);
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
