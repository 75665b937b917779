package studio.viseme.face.parsing;

import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.Polygon;
import studio.viseme.image.RgbImage;

/**
 * How a clip's lips differ in colour from the skin around them: a linear discriminant (Fisher,
 * 1936) of red, green and blue. The landmarks' outline of the lips is right to a few pixels; the
 * colours are where it ends.
 */
final class LipColours {
  /** Evidence of neighbouring pixels isn't independent, and lips aren't Gaussian. */
  private static final double TRUST = 0.5;

  private static final double STRONGEST = 4;
  private static final double REGULARISATION = 9;

  /** Lips so like skin, in standard deviations, are left to the landmarks. */
  private static final double LEAST_SEPARATION = 1.2;

  private final double[] weights;
  private final double offset;

  private LipColours(double[] weights, double offset) {
    this.weights = weights;
    this.offset = offset;
  }

  /** Counts, sums and products of colours of one frame's lips, and of the skin around them. */
  static double[][] sample(RgbImage picture, float[] landmarks) {
    int w = picture.width();
    int h = picture.height();
    byte[] map = new byte[w * h];
    double[] x = new double[FaceMesh.lipsOuter().length];
    double[] y = new double[x.length];
    outline(landmarks, 1.9, x, y);
    new Polygon(x, y).fill(map, w, h, 1);
    outline(landmarks, 1.5, x, y);
    new Polygon(x, y).fill(map, w, h, 0);
    outline(landmarks, 0.92, x, y);
    new Polygon(x, y).fill(map, w, h, 2);
    Polygon.of(landmarks, FaceMesh.lipsInner(), 1).fill(map, w, h, 0);
    double[][] sums = new double[2][10];
    for (int i = 0; i < map.length; i++) {
      if (map[i] != 0) {
        add(sums[map[i] - 1], picture, i);
      }
    }
    return sums;
  }

  /** The lips' outline, larger or smaller around its middle. */
  private static void outline(float[] landmarks, double scale, double[] x, double[] y) {
    int[] points = FaceMesh.lipsOuter();
    double cx = 0;
    double cy = 0;
    for (int p : points) {
      cx += landmarks[3 * p] / (double) points.length;
      cy += landmarks[3 * p + 1] / (double) points.length;
    }
    for (int k = 0; k < points.length; k++) {
      x[k] = cx + scale * (landmarks[3 * points[k]] - cx);
      y[k] = cy + scale * (landmarks[3 * points[k] + 1] - cy);
    }
  }

  private static void add(double[] sums, RgbImage picture, int i) {
    double r = picture.data()[3 * i] & 255;
    double g = picture.data()[3 * i + 1] & 255;
    double b = picture.data()[3 * i + 2] & 255;
    double[] terms = {1, r, g, b, r * r, r * g, r * b, g * g, g * b, b * b};
    for (int k = 0; k < terms.length; k++) {
      sums[k] += terms[k];
    }
  }

  /**
   * From the samples of some frames.
   *
   * @param share where lips end, from the skin's colour (0) to theirs (1)
   */
  static LipColours of(List<double[][]> samples, double share) {
    double[][] sums = new double[2][10];
    for (double[][] sample : samples) {
      for (int side = 0; side < 2; side++) {
        for (int k = 0; k < 10; k++) {
          sums[side][k] += sample[side][k];
        }
      }
    }
    if (sums[0][0] < 50 || sums[1][0] < 50) {
      return new LipColours(new double[3], 0);
    }
    double[] skin = mean(sums[0]);
    double[] lips = mean(sums[1]);
    double[][] spread = new double[3][3];
    int[][] at = {{4, 5, 6}, {5, 7, 8}, {6, 8, 9}};
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double inSkin = sums[0][at[a][b]] / sums[0][0] - skin[a] * skin[b];
        double inLips = sums[1][at[a][b]] / sums[1][0] - lips[a] * lips[b];
        spread[a][b] = (inSkin + inLips) / 2 + (a == b ? REGULARISATION : 0);
      }
    }
    double[] difference = {lips[0] - skin[0], lips[1] - skin[1], lips[2] - skin[2]};
    double[] weights = solve(spread, difference);
    double separation = dot(weights, difference);
    if (separation < LEAST_SEPARATION * LEAST_SEPARATION) {
      return new LipColours(new double[3], 0);
    }
    double[] border = new double[3];
    for (int c = 0; c < 3; c++) {
      border[c] = skin[c] + share * difference[c];
    }
    return new LipColours(weights, -dot(weights, border));
  }

  private static double[] mean(double[] sums) {
    return new double[] {sums[1] / sums[0], sums[2] / sums[0], sums[3] / sums[0]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  /** By Cramer's rule. */
  private static double[] solve(double[][] m, double[] b) {
    double det = determinant(m);
    double[] x = new double[3];
    for (int c = 0; c < 3; c++) {
      double[][] replaced = {m[0].clone(), m[1].clone(), m[2].clone()};
      for (int r = 0; r < 3; r++) {
        replaced[r][c] = b[r];
      }
      x[c] = determinant(replaced) / det;
    }
    return x;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }

  /**
   * Positive for lips, negative for skin: a weighted logarithm of odds; 0 where lips look alike.
   */
  double evidence(RgbImage picture, int x, int y) {
    double r = 0;
    double g = 0;
    double b = 0;
    int n = 0;
    for (int v = Math.max(0, y - 1); v <= Math.min(picture.height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(picture.width() - 1, x + 1); u++) {
        int p = 3 * (v * picture.width() + u);
        r += picture.data()[p] & 255;
        g += picture.data()[p + 1] & 255;
        b += picture.data()[p + 2] & 255;
        n++;
      }
    }
    return evidence(r / n, g / n, b / n);
  }

  /** The same for a colour, 0..255 each. */
  double evidence(double red, double green, double blue) {
    double score = weights[0] * red + weights[1] * green + weights[2] * blue + offset;
    return Math.clamp(TRUST * score, -STRONGEST, STRONGEST);
  }
}
