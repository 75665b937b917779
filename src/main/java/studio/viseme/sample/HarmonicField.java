package studio.viseme.sample;

import java.util.Arrays;

/**
 * Spreads values over a mesh as a stretched skin does: known at some vertices, the mean of the
 * neighbours at all others.
 */
final class HarmonicField {
  private static final int SWEEPS = 600;

  private final int[][] neighbours;

  HarmonicField(int vertices, int[] triangles) {
    neighbours = new int[vertices][0];
    for (int t = 0; t < triangles.length; t += 3) {
      for (int k = 0; k < 3; k++) {
        link(triangles[t + k], triangles[t + (k + 1) % 3]);
        link(triangles[t + (k + 1) % 3], triangles[t + k]);
      }
    }
  }

  private void link(int a, int b) {
    for (int n : neighbours[a]) {
      if (n == b) {
        return;
      }
    }
    neighbours[a] = Arrays.copyOf(neighbours[a], neighbours[a].length + 1);
    neighbours[a][neighbours[a].length - 1] = b;
  }

  /**
   * @param known values at the vertices that have one, NaN at those to be found
   */
  float[] solve(float[] known) {
    float[] value = known.clone();
    int[] free = new int[value.length];
    int count = 0;
    for (int v = 0; v < value.length; v++) {
      if (Float.isNaN(value[v])) {
        value[v] = 0;
        free[count++] = v;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int k = 0; k < count; k++) {
        int v = free[k];
        float sum = 0;
        for (int n : neighbours[v]) {
          sum += value[n];
        }
        value[v] += 1.5f * (sum / Math.max(1, neighbours[v].length) - value[v]);
      }
    }
    return value;
  }
}
