package studio.viseme.image;

import java.util.Arrays;

/**
 * Exact Euclidean distances to a mask in linear time: the lower envelope of parabolas, along the
 * columns and then along the rows (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled
 * Functions, 2012).
 */
public final class DistanceTransform {
  /** Farther than any picture is wide; squares of it still fit a float. */
  private static final float FAR = 1e12f;

  /** Farther away than any pixel of a picture. */
  private static final int NOWHERE = 1 << 20;

  private DistanceTransform() {}

  /**
   * Squared distance from each pixel's centre to that of the nearest pixel above 127; {@code 1e12}
   * where there is none.
   */
  public static float[] squared(GrayImage mask) {
    int width = mask.width();
    int height = mask.height();
    float[] squared = alongColumns(mask);
    float[] line = new float[width];
    float[] envelope = new float[width];
    int[] vertices = new int[width];
    float[] borders = new float[width + 1];
    for (int y = 0; y < height; y++) {
      System.arraycopy(squared, y * width, line, 0, width);
      lowerEnvelope(line, width, envelope, vertices, borders);
      System.arraycopy(envelope, 0, squared, y * width, width);
    }
    return squared;
  }

  /** Squared distance to the nearest pixel above 127 of the same column. */
  private static float[] alongColumns(GrayImage mask) {
    int width = mask.width();
    byte[] in = mask.data();
    float[] squared = new float[in.length];
    int[] away = new int[width];
    Arrays.fill(away, NOWHERE);
    for (int i = 0; i < in.length; i++) {
      int x = i % width;
      away[x] = in[i] < 0 ? 0 : away[x] + 1;
      squared[i] = away[x];
    }
    Arrays.fill(away, NOWHERE);
    for (int i = in.length - 1; i >= 0; i--) {
      int x = i % width;
      away[x] = in[i] < 0 ? 0 : away[x] + 1;
      float nearest = Math.min(squared[i], away[x]);
      squared[i] = nearest >= NOWHERE ? FAR : nearest * nearest;
    }
    return squared;
  }

  /** {@code out[q] = min over p of (q − p)² + in[p]}. */
  private static void lowerEnvelope(
      float[] in, int n, float[] out, int[] vertices, float[] borders) {
    int last = -1;
    for (int q = 0; q < n; q++) {
      if (in[q] >= FAR) {
        continue;
      }
      float border = Float.NEGATIVE_INFINITY;
      while (last >= 0) {
        int v = vertices[last];
        border = ((in[q] + (float) q * q) - (in[v] + (float) v * v)) / (2 * (q - v));
        if (border > borders[last]) {
          break;
        }
        last--;
      }
      last++;
      vertices[last] = q;
      borders[last] = last == 0 ? Float.NEGATIVE_INFINITY : border;
    }
    if (last < 0) {
      Arrays.fill(out, 0, n, FAR);
      return;
    }
    int at = 0;
    for (int q = 0; q < n; q++) {
      while (at < last && borders[at + 1] < q) {
        at++;
      }
      float d = q - vertices[at];
      out[q] = d * d + in[vertices[at]];
    }
  }
}
