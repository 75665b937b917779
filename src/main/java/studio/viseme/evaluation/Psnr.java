package studio.viseme.evaluation;

import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * Peak signal-to-noise ratio of 8-bit RGB: {@code 10 log10(255² / MSE)} decibels, the mean squared
 * error taken over the three channels of the pixels in question. A film's figure is the mean of its
 * frames' figures, not the figure of the mean error.
 */
final class Psnr {
  /** What equal pictures get in place of infinity; ordinary figures lie between 20 and 45. */
  static final double CEILING = 100;

  private Psnr() {}

  static double inside(RgbImage a, RgbImage b, Rectangle area) {
    requireSameSize(a, b);
    long sum = 0;
    for (int y = area.y(); y < area.bottom(); y++) {
      int row = (y * a.width() + area.x()) * 3;
      sum += squaredDifference(a.data(), b.data(), row, area.width() * 3);
    }
    return decibels(sum, (long) area.width() * area.height() * 3);
  }

  /**
   * @param mask of the pictures' size; pixels of 128 and more count
   * @return NaN when no pixel counts
   */
  static double inside(RgbImage a, RgbImage b, GrayImage mask) {
    long pixels = 0;
    for (byte value : mask.data()) {
      pixels += value < 0 ? 1 : 0;
    }
    return decibels(squaredError(a, b, mask), pixels * 3);
  }

  /**
   * Squared differences, summed over channels and pixels.
   *
   * @param mask of the pictures' size; pixels of 128 and more count
   */
  static long squaredError(RgbImage a, RgbImage b, GrayImage mask) {
    requireSameSize(a, b);
    if (mask.width() != a.width() || mask.height() != a.height()) {
      throw new IllegalArgumentException("mask of another size");
    }
    long sum = 0;
    for (int i = 0; i < mask.data().length; i++) {
      if (mask.data()[i] < 0) {
        sum += squaredDifference(a.data(), b.data(), i * 3, 3);
      }
    }
    return sum;
  }

  static double whole(RgbImage a, RgbImage b) {
    return inside(a, b, new Rectangle(0, 0, a.width(), a.height()));
  }

  private static long squaredDifference(byte[] a, byte[] b, int from, int count) {
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      int d = (a[i] & 0xff) - (b[i] & 0xff);
      sum += (long) d * d;
    }
    return sum;
  }

  /**
   * @param squaredError summed over {@code values} channels of pixels
   * @return NaN when there are no values
   */
  static double decibels(long squaredError, long values) {
    if (values == 0) {
      return Double.NaN;
    }
    if (squaredError == 0) {
      return CEILING;
    }
    return Math.min(CEILING, 10 * Math.log10(255.0 * 255.0 * values / squaredError));
  }

  private static void requireSameSize(RgbImage a, RgbImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("pictures of different sizes");
    }
  }
}
