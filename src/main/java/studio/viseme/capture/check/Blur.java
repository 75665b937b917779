package studio.viseme.capture.check;

import studio.viseme.image.GrayImage;

/**
 * How blurred a picture is, along rows and along columns, 0 sharp … 1 blurred: how little its
 * neighbours' differences shrink when it is blurred once more (Crété-Roffet et al. 2007, "The blur
 * effect: perception and estimation with a new no-reference perceptual blur metric").
 */
record Blur(double horizontal, double vertical) {
  /** Half the width of the mean that blurs once more. */
  private static final int REACH = 4;

  static Blur of(GrayImage image) {
    return new Blur(
        along(image, image.width(), image.height(), 1, image.width()),
        along(image, image.height(), image.width(), image.width(), 1));
  }

  /** In the direction that is blurred more. */
  double strongest() {
    return Math.max(horizontal, vertical);
  }

  /**
   * How much more one direction is blurred than the other: what moves is, what is out of focus
   * isn't.
   */
  double directed() {
    return Math.abs(horizontal - vertical);
  }

  private static double along(GrayImage image, int length, int lines, int step, int lineStep) {
    byte[] data = image.data();
    double sharp = 0;
    double lost = 0;
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      for (int i = REACH + 1; i < length - REACH; i++) {
        int p = start + i * step;
        int difference = Math.abs((data[p] & 0xff) - (data[p - step] & 0xff));
        // The difference of two neighbouring means is that of the two samples they don't share.
        double blurred =
            Math.abs((data[p + REACH * step] & 0xff) - (data[p - (REACH + 1) * step] & 0xff))
                / (2.0 * REACH + 1);
        sharp += difference;
        lost += Math.max(0, difference - blurred);
      }
    }
    return sharp == 0 ? 1 : (sharp - lost) / sharp;
  }
}
