package studio.viseme.evaluation;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.Luma;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli: Image Quality Assessment, IEEE TIP 13(4),
 * 2004, eq. 13) of luma:
 *
 * <pre>
 * (2 μx μy + C1) (2 σxy + C2) / ((μx² + μy² + C1) (σx² + σy² + C2)),  C1 = (0.01·255)², C2 = (0.03·255)²
 * </pre>
 *
 * with local moments under an 11 × 11 Gaussian window of σ = 1.5 that sums to one. The figure is
 * the mean over all positions where the window lies wholly inside the area, as in the authors' own
 * program.
 */
final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = (.01 * 255) * (.01 * 255);
  private static final double C2 = (.03 * 255) * (.03 * 255);
  private static final float[] TAPS = taps();

  private Ssim() {}

  static double whole(RgbImage a, RgbImage b) {
    return inside(a, b, new Rectangle(0, 0, a.width(), a.height()));
  }

  /**
   * @return NaN for an area smaller than the window
   */
  static double inside(RgbImage a, RgbImage b, Rectangle area) {
    if (area.width() < WINDOW || area.height() < WINDOW) {
      return Double.NaN;
    }
    return of(Luma.of(a, area), Luma.of(b, area));
  }

  private static double of(FloatPlane x, FloatPlane y) {
    FloatPlane meanX = blur(x);
    FloatPlane meanY = blur(y);
    FloatPlane squareX = blur(product(x, x));
    FloatPlane squareY = blur(product(y, y));
    FloatPlane cross = blur(product(x, y));
    double sum = 0;
    for (int i = 0; i < meanX.data().length; i++) {
      double mx = meanX.data()[i];
      double my = meanY.data()[i];
      double varianceX = squareX.data()[i] - mx * mx;
      double varianceY = squareY.data()[i] - my * my;
      double covariance = cross.data()[i] - mx * my;
      sum +=
          (2 * mx * my + C1)
              * (2 * covariance + C2)
              / ((mx * mx + my * my + C1) * (varianceX + varianceY + C2));
    }
    return sum / meanX.data().length;
  }

  private static FloatPlane product(FloatPlane a, FloatPlane b) {
    FloatPlane product = new FloatPlane(a.width(), a.height());
    for (int i = 0; i < product.data().length; i++) {
      product.data()[i] = a.data()[i] * b.data()[i];
    }
    return product;
  }

  /** The Gaussian mean at each position of the whole window: 10 pixels fewer each way. */
  private static FloatPlane blur(FloatPlane in) {
    int width = in.width() - WINDOW + 1;
    int height = in.height() - WINDOW + 1;
    float[] rows = new float[width * in.height()];
    for (int y = 0; y < in.height(); y++) {
      for (int k = 0; k < WINDOW; k++) {
        int from = y * in.width() + k;
        for (int x = 0; x < width; x++) {
          rows[y * width + x] += TAPS[k] * in.data()[from + x];
        }
      }
    }
    FloatPlane out = new FloatPlane(width, height);
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < WINDOW; k++) {
        int from = (y + k) * width;
        for (int x = 0; x < width; x++) {
          out.data()[y * width + x] += TAPS[k] * rows[from + x];
        }
      }
    }
    return out;
  }

  private static float[] taps() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double d = k - WINDOW / 2;
      weights[k] = Math.exp(-d * d / (2 * SIGMA * SIGMA));
      sum += weights[k];
    }
    float[] taps = new float[WINDOW];
    for (int k = 0; k < WINDOW; k++) {
      taps[k] = (float) (weights[k] / sum);
    }
    return taps;
  }
}
