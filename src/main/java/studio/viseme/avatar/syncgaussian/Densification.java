package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import studio.viseme.compute.Gaussians;

/**
 * Where a branch needs more Gaussians and where it has them for nothing (after Kerbl et al. 2023,
 * section 5.2, with a budget instead of a threshold: a fixed share is split, so that the count is
 * the same on every machine).
 *
 * <p>A Gaussian that is nearly transparent, has grown over the head or was never drawn (it floats
 * where no picture looks) is removed. Those with the largest mean gradient on screen are split
 * along their longest axis: two of 1/1.6 the length, half a length to either side.
 *
 * @param count Gaussians afterwards
 * @param parameters 14 × count
 * @param parents which old Gaussian each one comes from
 * @param unchanged the same, but −1 for both halves of a split, whose moments start anew
 */
record Densification(int count, float[] parameters, int[] parents, int[] unchanged) {
  private static final float LEAST_OPACITY = 0.02f;
  private static final double LARGEST_SIZE = 1.15;
  private static final double SHRINK = 1.6;
  private static final double APART = 0.5;

  private static final int MEAN = 0;
  private static final int LOG_SCALE = 3;
  private static final int ROTATION = 6;
  private static final int OPACITY = 10;

  /** Says which Gaussians of a branch come and go, see {@link #plan}. */
  @FunctionalInterface
  interface Planner {
    Densification plan(float[] parameters, float[] statistics, int n, int capacity);
  }

  /**
   * @param parameters 14 × n
   * @param statistics 2 × n: summed screen gradients, and how often each was drawn
   * @param growth the share of n by which the branch may grow; −1 removes and doesn't split
   */
  static Densification plan(
      float[] parameters, float[] statistics, int n, int capacity, double growth) {
    boolean[] dead = new boolean[n];
    int alive = 0;
    for (int i = 0; i < n; i++) {
      dead[i] = isUseless(parameters, n, i) || statistics[n + i] == 0;
      alive += dead[i] ? 0 : 1;
    }
    if (alive == 0) {
      Arrays.fill(dead, false);
      alive = n;
    }
    int wanted = Math.min(capacity, n + (int) (growth * n)) - alive;
    boolean[] split = mostMoved(statistics, n, dead, wanted);
    int splits = 0;
    for (boolean s : split) {
      splits += s ? 1 : 0;
    }
    int count = alive + splits;
    int[] parents = new int[count];
    int[] unchanged = new int[count];
    float[] out = new float[Gaussians.CHANNELS * count];
    int at = 0;
    int twin = alive;
    for (int i = 0; i < n; i++) {
      if (dead[i]) {
        continue;
      }
      copy(parameters, n, i, out, count, at);
      parents[at] = i;
      unchanged[at] = split[i] ? -1 : i;
      if (split[i]) {
        copy(parameters, n, i, out, count, twin);
        parents[twin] = i;
        unchanged[twin] = -1;
        moveApart(out, count, at, twin);
        twin++;
      }
      at++;
    }
    return new Densification(count, out, parents, unchanged);
  }

  private static boolean isUseless(float[] p, int n, int i) {
    return opacity(p, n, i) < LEAST_OPACITY || largest(p, n, i) > Math.log(LARGEST_SIZE);
  }

  /** 0..1. */
  static double opacity(float[] p, int n, int i) {
    return 1 / (1 + Math.exp(-p[OPACITY * n + i]));
  }

  /** Log size along the longest axis. */
  static double largest(float[] p, int n, int i) {
    return Math.max(
        p[LOG_SCALE * n + i], Math.max(p[(LOG_SCALE + 1) * n + i], p[(LOG_SCALE + 2) * n + i]));
  }

  private static boolean[] mostMoved(float[] statistics, int n, boolean[] dead, int wanted) {
    float[] mean = new float[n];
    for (int i = 0; i < n; i++) {
      mean[i] = dead[i] || statistics[n + i] == 0 ? 0 : statistics[i] / statistics[n + i];
    }
    int[] order =
        IntStream.range(0, n)
            .filter(i -> mean[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -mean[i]).thenComparingInt(i -> i))
            .mapToInt(i -> i)
            .toArray();
    boolean[] split = new boolean[n];
    for (int k = 0; k < Math.min(Math.max(0, wanted), order.length); k++) {
      split[order[k]] = true;
    }
    return split;
  }

  static void copy(float[] from, int n, int i, float[] to, int count, int j) {
    for (int c = 0; c < Gaussians.CHANNELS; c++) {
      to[c * count + j] = from[c * n + i];
    }
  }

  /** Makes two of what lies at both places: smaller, and half a length to either side. */
  static void moveApart(float[] p, int n, int a, int b) {
    int axis = 0;
    for (int k = 1; k < 3; k++) {
      if (p[(LOG_SCALE + k) * n + a] > p[(LOG_SCALE + axis) * n + a]) {
        axis = k;
      }
    }
    double step = APART * Math.exp(p[(LOG_SCALE + axis) * n + a]);
    double[] direction = column(p, n, a, axis);
    for (int c = 0; c < 3; c++) {
      p[(MEAN + c) * n + a] += (float) (step * direction[c]);
      p[(MEAN + c) * n + b] -= (float) (step * direction[c]);
    }
    float smaller = (float) (p[(LOG_SCALE + axis) * n + a] - Math.log(SHRINK));
    p[(LOG_SCALE + axis) * n + a] = smaller;
    p[(LOG_SCALE + axis) * n + b] = smaller;
  }

  /** One axis of a Gaussian in head space. */
  private static double[] column(float[] p, int n, int i, int axis) {
    double w = p[ROTATION * n + i];
    double x = p[(ROTATION + 1) * n + i];
    double y = p[(ROTATION + 2) * n + i];
    double z = p[(ROTATION + 3) * n + i];
    double[] matrix = new studio.viseme.math.Quaternion(w, x, y, z).normalized().matrix();
    return new double[] {matrix[axis], matrix[3 + axis], matrix[6 + axis]};
  }
}
