package studio.viseme.evaluation;

import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * How visible the seam is along which a rendered head is laid over the rest of the frame.
 *
 * <p>At each pixel of the mask that has a neighbour outside, the mean colour of the pixels inside
 * and of those outside the mask is taken over 5 × 5 pixels around it. The step between the two
 * means, as a root mean square of the three channels, is what the eye sees there; the real frame
 * has a step of its own where a head ends. With S the shown and R the real step, the figure is the
 * mean over the seam of {@code max(0, S − R)}, in grey levels of 255: what the eye sees and
 * wouldn't in the real frame. A step of about 2 is where a soft edge begins to show.
 *
 * <p>Means rather than single pixels, so that a camera's noise neither makes a seam nor hides one.
 * Ours; the field has no published one.
 */
final class Seam {
  private static final int RADIUS = 2;

  private Seam() {}

  /**
   * @param mask where the head was laid: pixels of 128 and more
   * @return grey levels, or NaN when the mask has no edge inside the picture
   */
  static double visibility(RgbImage real, RgbImage shown, GrayImage mask) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (onEdge(mask, x, y)) {
          sum += Math.max(0, step(shown, mask, x, y) - step(real, mask, x, y));
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private static boolean onEdge(GrayImage mask, int x, int y) {
    return inside(mask, x, y)
        && (isOutside(mask, x - 1, y)
            || isOutside(mask, x + 1, y)
            || isOutside(mask, x, y - 1)
            || isOutside(mask, x, y + 1));
  }

  /** Off the mask, but in the picture: where the mask ends with the picture there is no seam. */
  private static boolean isOutside(GrayImage mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && !inside(mask, x, y);
  }

  private static boolean inside(GrayImage mask, int x, int y) {
    return mask.get(x, y) >= 128;
  }

  private static double step(RgbImage picture, GrayImage mask, int centreX, int centreY) {
    long[] within = new long[3];
    long[] beyond = new long[3];
    int countWithin = 0;
    int countBeyond = 0;
    for (int y = Math.max(0, centreY - RADIUS);
        y <= Math.min(mask.height() - 1, centreY + RADIUS);
        y++) {
      for (int x = Math.max(0, centreX - RADIUS);
          x <= Math.min(mask.width() - 1, centreX + RADIUS);
          x++) {
        boolean in = inside(mask, x, y);
        long[] sums = in ? within : beyond;
        for (int c = 0; c < 3; c++) {
          sums[c] += picture.get(x, y, c);
        }
        countWithin += in ? 1 : 0;
        countBeyond += in ? 0 : 1;
      }
    }
    double square = 0;
    for (int c = 0; c < 3; c++) {
      double d = (double) within[c] / countWithin - (double) beyond[c] / countBeyond;
      square += d * d / 3;
    }
    return Math.sqrt(square);
  }
}
