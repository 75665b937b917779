package studio.viseme.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums over a series of numbers. Where there is nothing to sum, the answer is NaN. */
public final class Series {
  /** Half the window of {@link #roughness}. */
  static final int RADIUS = 3;

  /**
   * The parabola fitted by least squares to seven samples, at their middle (Savitzky, Golay 1964,
   * table I).
   */
  private static final double[] PARABOLA = {
    -2 / 21., 3 / 21., 6 / 21., 7 / 21., 6 / 21., 3 / 21., -2 / 21.
  };

  private Series() {}

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  public static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }

  /** Pearson's correlation; NaN when one of the series stands still. */
  public static double correlation(double[] a, double[] b) {
    return correlation(a, b, IntStream.range(0, a.length).toArray());
  }

  /** The same at some places, each as often as it is named. */
  public static double correlation(double[] a, double[] b, int[] places) {
    double meanA = IntStream.of(places).mapToDouble(i -> a[i]).average().orElse(Double.NaN);
    double meanB = IntStream.of(places).mapToDouble(i -> b[i]).average().orElse(Double.NaN);
    double cross = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i : places) {
      cross += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    double scale = Math.sqrt(squareA * squareB);
    return scale < 1e-12 ? Double.NaN : cross / scale;
  }

  /** The {@code share} quantile, 0..1, between the nearest two values. */
  static double quantile(double[] values, double share) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * How far a point strays from its own smooth path: the root mean square distance of sample i to
   * the parabola through samples i−3 … i+3. Slow movement costs nothing, trembling does, and so
   * does a little of every quick real movement: compare with the same figure of the real film.
   *
   * @param path one array of coordinates a frame, or null for a frame without; only whole windows
   *     without a gap count
   */
  static double roughness(double[][] path) {
    double sum = 0;
    long count = 0;
    for (int i = RADIUS; i + RADIUS < path.length; i++) {
      if (!whole(path, i)) {
        continue;
      }
      for (int k = 0; k < path[i].length; k++) {
        double smooth = 0;
        for (int j = -RADIUS; j <= RADIUS; j++) {
          smooth += PARABOLA[j + RADIUS] * path[i + j][k];
        }
        sum += (path[i][k] - smooth) * (path[i][k] - smooth);
      }
      count++;
    }
    return count == 0 ? Double.NaN : Math.sqrt(sum / count);
  }

  private static boolean whole(double[][] path, int center) {
    for (int j = -RADIUS; j <= RADIUS; j++) {
      if (path[center + j] == null) {
        return false;
      }
    }
    return true;
  }
}
