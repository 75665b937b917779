package studio.viseme.image;

/**
 * Fills holes as a membrane would that is clamped at their rims: each pixel is the mean of its four
 * neighbours (Laplace's equation; Pérez et al., "Poisson Image Editing", 2003, without a guide). So
 * no outline of the hole is seen, where {@link PushPull} goes over into a mean within few pixels.
 *
 * <p>Solved from coarse to fine, each level begun with the one above and relaxed (cascadic
 * multigrid, Bornemann and Deuflhard 1996).
 */
public final class Membrane {
  /** Of a level, over both colours of a chess board. */
  private static final int SWEEPS = 40;

  private Membrane() {}

  /**
   * The picture with its holes filled; what is known stays.
   *
   * @param known 0 where the picture has a hole; where all is one hole it becomes middle grey
   */
  public static RgbImage fill(RgbImage image, GrayImage known) {
    return fill(image, known, SWEEPS);
  }

  /**
   * The same, less exact in the middle of large holes; at their rims nothing is seen of it.
   *
   * @param sweeps over each level; time goes with it
   */
  public static RgbImage fill(RgbImage image, GrayImage known, int sweeps) {
    int width = image.width();
    int height = image.height();
    float[] weight = new float[width * height];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = known.data()[i] != 0 ? 1 : 0;
    }
    RgbImage out = image.copy();
    float[] plane = new float[width * height];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = weight[i] * (image.data()[3 * i + c] & 0xff);
      }
      solve(plane, weight, width, height, sweeps);
      for (int i = 0; i < plane.length; i++) {
        if (weight[i] == 0) {
          out.data()[3 * i + c] = (byte) Math.clamp(Math.round(plane[i]), 0, 255);
        }
      }
    }
    return out;
  }

  /** Fills where the weight is 0. */
  private static void solve(float[] plane, float[] weight, int width, int height, int sweeps) {
    if (width == 1 && height == 1) {
      plane[0] = weight[0] > 0 ? plane[0] : 128;
      return;
    }
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[] sum = new float[halfWidth * halfHeight];
    float[] count = new float[sum.length];
    for (int y = 0, i = 0; y < height; y++) {
      int row = (y >> 1) * halfWidth;
      for (int x = 0; x < width; x++, i++) {
        sum[row + (x >> 1)] += plane[i] * weight[i];
        count[row + (x >> 1)] += weight[i];
      }
    }
    for (int at = 0; at < sum.length; at++) {
      if (count[at] > 0) {
        sum[at] /= count[at];
        count[at] = 1;
      }
    }
    solve(sum, count, halfWidth, halfHeight, sweeps);
    FloatPlane begun =
        Resampling.bilinear(new FloatPlane(halfWidth, halfHeight, sum), width, height);
    for (int i = 0; i < plane.length; i++) {
      plane[i] = weight[i] > 0 ? plane[i] : begun.data()[i];
    }
    for (int half = 0; half < 2 * sweeps; half++) {
      relax(plane, weight, width, height, half % 2);
    }
  }

  /** Makes the holes' pixels of one colour of the chess board the mean of their neighbours. */
  private static void relax(float[] plane, float[] weight, int width, int height, int colour) {
    for (int y = 0; y < height; y++) {
      int up = y > 0 ? -width : 0;
      int down = y < height - 1 ? width : 0;
      for (int x = (y + colour) % 2; x < width; x += 2) {
        int i = y * width + x;
        if (weight[i] > 0) {
          continue;
        }
        int left = x > 0 ? -1 : 0;
        int right = x < width - 1 ? 1 : 0;
        plane[i] = (plane[i + up] + plane[i + down] + plane[i + left] + plane[i + right]) / 4;
      }
    }
  }
}
