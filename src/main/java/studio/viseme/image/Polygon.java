package studio.viseme.image;

import java.util.Arrays;

/**
 * A closed polygon in picture coordinates, for filling: a pixel is inside when its centre is
 * (even-odd rule).
 */
public record Polygon(double[] x, double[] y) {
  public Polygon {
    if (x.length != y.length || x.length < 3) {
      throw new IllegalArgumentException(x.length + " and " + y.length + " coordinates");
    }
  }

  /**
   * The polygon through some points of a list of (x, y, z), each coordinate multiplied by {@code
   * scale}.
   */
  public static Polygon of(float[] points, int[] indices, double scale) {
    double[] x = new double[indices.length];
    double[] y = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      x[i] = points[3 * indices[i]] * scale;
      y[i] = points[3 * indices[i] + 1] * scale;
    }
    return new Polygon(x, y);
  }

  /** Writes {@code value} into every pixel of a width × height map that lies inside. */
  public void fill(byte[] map, int width, int height, int value) {
    double top = Arrays.stream(y).min().orElseThrow();
    double bottom = Arrays.stream(y).max().orElseThrow();
    double[] crossings = new double[x.length];
    for (int row = Math.max(0, (int) Math.floor(top));
        row <= Math.min(height - 1, (int) bottom);
        row++) {
      double at = row + 0.5;
      int n = 0;
      for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
        if (y[i] <= at != y[j] <= at) {
          crossings[n++] = x[i] + (at - y[i]) * (x[j] - x[i]) / (y[j] - y[i]);
        }
      }
      Arrays.sort(crossings, 0, n);
      for (int k = 0; k + 1 < n; k += 2) {
        int from = Math.max(0, (int) Math.ceil(crossings[k] - 0.5));
        int to = Math.min(width - 1, (int) Math.ceil(crossings[k + 1] - 0.5) - 1);
        for (int column = from; column <= to; column++) {
          map[row * width + column] = (byte) value;
        }
      }
    }
  }
}
