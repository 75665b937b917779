package studio.viseme.image;

import java.util.Arrays;
import java.util.List;

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
    for (int a = 0, k = 0; a < 3; a++) {
      for (int b = a; b < 3; b++, k++) {
        inverse[k] = covariance(guide[a], guide[b], mean[a], mean[b]);
      }
    }
    invert((float) epsilon);
  }

  private float[] covariance(float[] a, float[] b, float[] meanA, float[] meanB) {
    float[] out = new float[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
    box.mean(out, out);
    for (int i = 0; i < out.length; i++) {
      out[i] -= meanA[i] * meanB[i];
    }
    return out;
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
    upsample(List.of(plane), large, where, List.of(out));
  }

  /** The same for several planes at once, which costs less than one after the other. */
  public void upsample(
      List<FloatPlane> planes, RgbImage large, GrayImage where, List<FloatPlane> out) {
    int count = planes.size();
    float[][][] k = new float[count][][];
    float[][] results = new float[count][];
    for (int p = 0; p < count; p++) {
      k[p] = coefficients(planes.get(p));
      results[p] = out.get(p).data();
    }
    int w = large.width();
    int h = large.height();
    BilinearTaps columns = new BilinearTaps(width, w);
    BilinearTaps rows = new BilinearTaps(height, h);
    byte[] wanted = where.data();
    int ww = where.width();
    float[] line = new float[4 * width];
    float[] colours = new float[3 * w];
    for (int y = 0; y < h; y++) {
      int askedRow = (int) ((long) y * where.height() / h) * ww;
      for (int asked = 0; asked < ww; asked++) {
        if (wanted[askedRow + asked] == 0) {
          continue;
        }
        int first = asked;
        while (asked < ww && wanted[askedRow + asked] != 0) {
          asked++;
        }
        int from = (int) (((long) first * w + ww - 1) / ww);
        int to = (int) (((long) asked * w + ww - 1) / ww);
        toFloats(large.data(), 3 * (y * w + from), colours, 3 * (to - from));
        for (int p = 0; p < count; p++) {
          blendRows(k[p], rows.first[y], rows.second[y], rows.weight[y], columns, from, to, line);
          apply(line, columns, colours, from, to, results[p], y * w);
        }
      }
    }
  }

  private static void toFloats(byte[] bytes, int from, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (bytes[from + i] & 255) * (1 / 255f);
    }
  }

  /** The coefficients of one row of the large picture, for the columns that a run needs. */
  private void blendRows(
      float[][] k,
      int top,
      int bottom,
      float weight,
      BilinearTaps columns,
      int from,
      int to,
      float[] line) {
    int left = columns.first[from];
    int right = columns.second[to - 1];
    for (int c = 0; c < 4; c++) {
      float[] plane = k[c];
      for (int x = left; x <= right; x++) {
        float above = plane[top * width + x];
        line[4 * x + c] = above + weight * (plane[bottom * width + x] - above);
      }
    }
  }

  private static void apply(
      float[] line, BilinearTaps columns, float[] colours, int from, int to, float[] out, int row) {
    for (int x = from, p = 0; x < to; ) {
      // Between two columns of the small guide the coefficients go along a line.
      int a = 4 * columns.first[x];
      int b = 4 * columns.second[x];
      int next = columns.first[x];
      float r = line[a];
      float g = line[a + 1];
      float bl = line[a + 2];
      float rest = line[a + 3];
      float dr = line[b] - r;
      float dg = line[b + 1] - g;
      float db = line[b + 2] - bl;
      float drest = line[b + 3] - rest;
      for (; x < to && columns.first[x] == next && 4 * columns.second[x] == b; x++, p += 3) {
        float f = columns.weight[x];
        out[row + x] =
            (r + f * dr) * colours[p]
                + (g + f * dg) * colours[p + 1]
                + (bl + f * db) * colours[p + 2]
                + (rest + f * drest);
      }
    }
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
    float[][] out = new float[4][n];
    // Loops over plain local arrays: what the compiler turns into vectors.
    for (int c = 0; c < 3; c++) {
      float[] product = out[c];
      float[] colour = guide[c];
      for (int i = 0; i < n; i++) {
        product[i] = colour[i] * p[i];
      }
      box.mean(product, product);
      float[] meanC = mean[c];
      for (int i = 0; i < n; i++) {
        product[i] -= meanC[i] * meanP[i];
      }
    }
    solve(out, meanP);
    for (float[] plane4 : out) {
      box.mean(plane4, plane4);
    }
    return out;
  }

  /**
   * Turns covariances of the plane with the three colours (in {@code k[0..2]}) into a, in place,
   * and writes b to {@code k[3]}.
   */
  private void solve(float[][] k, float[] meanP) {
    float[] red = k[0];
    float[] green = k[1];
    float[] blue = k[2];
    float[] rest = k[3];
    float[] rr = inverse[0];
    float[] rg = inverse[1];
    float[] rb = inverse[2];
    float[] gg = inverse[3];
    float[] gb = inverse[4];
    float[] bb = inverse[5];
    float[] meanR = mean[0];
    float[] meanG = mean[1];
    float[] meanB = mean[2];
    for (int i = 0; i < rest.length; i++) {
      float r = red[i];
      float g = green[i];
      float b = blue[i];
      float ar = rr[i] * r + rg[i] * g + rb[i] * b;
      float ag = rg[i] * r + gg[i] * g + gb[i] * b;
      float ab = rb[i] * r + gb[i] * g + bb[i] * b;
      red[i] = ar;
      green[i] = ag;
      blue[i] = ab;
      rest[i] = meanP[i] - ar * meanR[i] - ag * meanG[i] - ab * meanB[i];
    }
  }

  /** Turns the six covariance planes into those of the inverse, by cofactors. */
  private void invert(float epsilon) {
    float[] planeRr = inverse[0];
    float[] planeRg = inverse[1];
    float[] planeRb = inverse[2];
    float[] planeGg = inverse[3];
    float[] planeGb = inverse[4];
    float[] planeBb = inverse[5];
    for (int i = 0; i < planeRr.length; i++) {
      float rr = planeRr[i] + epsilon;
      float rg = planeRg[i];
      float rb = planeRb[i];
      float gg = planeGg[i] + epsilon;
      float gb = planeGb[i];
      float bb = planeBb[i] + epsilon;
      float c0 = gg * bb - gb * gb;
      float c1 = gb * rb - rg * bb;
      float c2 = rg * gb - gg * rb;
      float scale = 1 / (rr * c0 + rg * c1 + rb * c2);
      planeRr[i] = c0 * scale;
      planeRg[i] = c1 * scale;
      planeRb[i] = c2 * scale;
      planeGg[i] = (rr * bb - rb * rb) * scale;
      planeGb[i] = (rg * rb - rr * gb) * scale;
      planeBb[i] = (rr * gg - rg * rg) * scale;
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
