package studio.viseme.image;

import java.util.Arrays;

/**
 * The guided filter with a colour guide (He, Sun, Tang, "Guided Image Filtering", TPAMI 2013, eq.
 * 14–16): in every window the result is an affine function of the guide's colour, so it keeps the
 * guide's edges. What depends on the guide alone is computed once; then any number of planes can be
 * filtered. Colours count 0..1, so {@code epsilon} is a variance on that scale.
 *
 * <p>The affine coefficients, computed on a small guide, may be applied to a large one (He, Sun,
 * "Fast Guided Filter", 2015): {@link #upsample}. Not thread-safe.
 */
public final class GuidedFilter {
  private final int width;
  private final int height;
  private final BoxFilter box;
  private final float[][] guide = new float[3][];
  private final float[][] mean = new float[3][];

  /** The inverse of each window's colour covariance + εI: rr, rg, rb, gg, gb, bb. */
  private final float[][] inverse = new float[6][];

  /**
   * @param radius half the window, pixels: windows are 2·radius + 1 wide
   * @param epsilon how much colour variance counts as flat, on a 0..1 scale; 4e-4 keeps edges of 5
   *     grey levels or more
   */
  public GuidedFilter(RgbImage image, int radius, double epsilon) {
    width = image.width();
    height = image.height();
    box = new BoxFilter(width, height, radius);
    int n = width * height;
    for (int c = 0; c < 3; c++) {
      guide[c] = channel(image, c);
      mean[c] = new float[n];
      box.mean(guide[c], mean[c]);
    }
    float[] product = new float[n];
    for (int a = 0, k = 0; a < 3; a++) {
      for (int b = a; b < 3; b++, k++) {
        for (int i = 0; i < n; i++) {
          product[i] = guide[a][i] * guide[b][i];
        }
        inverse[k] = new float[n];
        box.mean(product, inverse[k]);
        for (int i = 0; i < n; i++) {
          inverse[k][i] -= mean[a][i] * mean[b][i];
        }
      }
    }
    invert((float) epsilon);
  }

  /** The smoothed plane, of the guide's size. */
  public FloatPlane filter(FloatPlane plane) {
    float[][] k = coefficients(plane);
    FloatPlane out = new FloatPlane(width, height);
    for (int i = 0; i < width * height; i++) {
      out.data()[i] =
          k[0][i] * guide[0][i] + k[1][i] * guide[1][i] + k[2][i] * guide[2][i] + k[3][i];
    }
    return out;
  }

  /** The smoothed plane at the size of {@code large}, which shows the same as the guide. */
  public FloatPlane upsample(FloatPlane plane, RgbImage large) {
    byte[] everywhere = new byte[width * height];
    Arrays.fill(everywhere, (byte) 1);
    FloatPlane out = new FloatPlane(large.width(), large.height());
    upsample(plane, large, new GrayImage(width, height, everywhere), out);
    return out;
  }

  /**
   * The same only where it is asked for; elsewhere {@code out} keeps what it holds.
   *
   * @param where not 0 where the result is wanted, of any size; each of its pixels stands for its
   *     share of {@code large}
   */
  public void upsample(FloatPlane plane, RgbImage large, GrayImage where, FloatPlane out) {
    float[][] k = coefficients(plane);
    int w = large.width();
    int h = large.height();
    BilinearTaps columns = new BilinearTaps(width, w);
    BilinearTaps rows = new BilinearTaps(height, h);
    byte[] colour = large.data();
    byte[] wanted = where.data();
    int ww = where.width();
    float[][] line = new float[4][width];
    for (int y = 0; y < h; y++) {
      int askedRow = (int) ((long) y * where.height() / h) * ww;
      if (isEmpty(wanted, askedRow, ww)) {
        continue;
      }
      int top = rows.first[y] * width;
      int bottom = rows.second[y] * width;
      float fy = rows.weight[y];
      for (int c = 0; c < 4; c++) {
        float scale = c < 3 ? 1 / 255f : 1;
        for (int x = 0; x < width; x++) {
          line[c][x] = scale * (k[c][top + x] + fy * (k[c][bottom + x] - k[c][top + x]));
        }
      }
      for (int asked = 0; asked < ww; asked++) {
        if (wanted[askedRow + asked] == 0) {
          continue;
        }
        int end = (int) (((asked + 1L) * w + ww - 1) / ww);
        for (int x = (int) (((long) asked * w + ww - 1) / ww); x < end; x++) {
          int i = y * w + x;
          int p = 3 * i;
          int a = columns.first[x];
          int b = columns.second[x];
          float fx = columns.weight[x];
          float left =
              line[0][a] * (colour[p] & 255)
                  + line[1][a] * (colour[p + 1] & 255)
                  + line[2][a] * (colour[p + 2] & 255)
                  + line[3][a];
          float right =
              line[0][b] * (colour[p] & 255)
                  + line[1][b] * (colour[p + 1] & 255)
                  + line[2][b] * (colour[p + 2] & 255)
                  + line[3][b];
          out.data()[i] = left + fx * (right - left);
        }
      }
    }
  }

  private static boolean isEmpty(byte[] map, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (map[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** a (three planes) and b (one), each averaged over the windows that contain the pixel. */
  private float[][] coefficients(FloatPlane plane) {
    if (plane.width() != width || plane.height() != height) {
      throw new IllegalArgumentException(
          "plane of "
              + plane.width()
              + "x"
              + plane.height()
              + ", guide of "
              + width
              + "x"
              + height);
    }
    int n = width * height;
    float[] p = plane.data();
    float[] meanP = new float[n];
    box.mean(p, meanP);
    float[][] cov = new float[3][n];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < n; i++) {
        cov[c][i] = guide[c][i] * p[i];
      }
      box.mean(cov[c], cov[c]);
    }
    float[][] out = new float[4][n];
    for (int i = 0; i < n; i++) {
      float r = cov[0][i] - mean[0][i] * meanP[i];
      float g = cov[1][i] - mean[1][i] * meanP[i];
      float b = cov[2][i] - mean[2][i] * meanP[i];
      float ar = inverse[0][i] * r + inverse[1][i] * g + inverse[2][i] * b;
      float ag = inverse[1][i] * r + inverse[3][i] * g + inverse[4][i] * b;
      float ab = inverse[2][i] * r + inverse[4][i] * g + inverse[5][i] * b;
      out[0][i] = ar;
      out[1][i] = ag;
      out[2][i] = ab;
      out[3][i] = meanP[i] - ar * mean[0][i] - ag * mean[1][i] - ab * mean[2][i];
    }
    for (float[] plane4 : out) {
      box.mean(plane4, plane4);
    }
    return out;
  }

  /** Turns the six covariance planes into those of the inverse, by cofactors. */
  private void invert(float epsilon) {
    for (int i = 0; i < width * height; i++) {
      float rr = inverse[0][i] + epsilon;
      float rg = inverse[1][i];
      float rb = inverse[2][i];
      float gg = inverse[3][i] + epsilon;
      float gb = inverse[4][i];
      float bb = inverse[5][i] + epsilon;
      float c0 = gg * bb - gb * gb;
      float c1 = gb * rb - rg * bb;
      float c2 = rg * gb - gg * rb;
      float scale = 1 / (rr * c0 + rg * c1 + rb * c2);
      inverse[0][i] = c0 * scale;
      inverse[1][i] = c1 * scale;
      inverse[2][i] = c2 * scale;
      inverse[3][i] = (rr * bb - rb * rb) * scale;
      inverse[4][i] = (rg * rb - rr * gb) * scale;
      inverse[5][i] = (rr * gg - rg * rg) * scale;
    }
  }

  private static float[] channel(RgbImage image, int c) {
    float[] out = new float[image.width() * image.height()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (image.data()[i * 3 + c] & 255) * (1 / 255f);
    }
    return out;
  }
}
