package studio.viseme.image;

/** For each target pixel of a line, its two source neighbours and the share of the second. */
final class BilinearTaps {
  final int[] first;
  final int[] second;
  final float[] weight;

  BilinearTaps(int from, int to) {
    first = new int[to];
    second = new int[to];
    weight = new float[to];
    for (int i = 0; i < to; i++) {
      double s = Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
      first[i] = (int) s;
      second[i] = Math.min(first[i] + 1, from - 1);
      weight[i] = (float) (s - first[i]);
    }
  }
}
