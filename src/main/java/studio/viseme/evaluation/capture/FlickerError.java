package studio.viseme.evaluation.capture;

import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;

/**
 * How much the person's soft mask flickers where nothing moves: {@code |a(t − 1) − 2 a(t) + a(t +
 * 1)|} of the coverage a, 0..1, which a steady change leaves at 0 and an alternation of ±e makes 4
 * e. Measured at most {@value #BAND} pixels from the true border between person and backdrop, where
 * the true coverage is the same in all three frames.
 *
 * @param sum over those pixels
 * @param pixels how many there are
 */
record FlickerError(double sum, long pixels) {
  static final FlickerError NONE = new FlickerError(0, 0);

  private static final int BAND = 6;

  /**
   * Three frames in a row.
   *
   * @param truth of the one in the middle
   */
  static FlickerError of(ClipTruth.Pixels truth, GrayImage before, GrayImage now, GrayImage after) {
    float[] toPerson = truth.squaredDistances(region -> region != FaceRegion.BACKGROUND);
    float[] toBackdrop = truth.squaredDistances(region -> region == FaceRegion.BACKGROUND);
    double sum = 0;
    long pixels = 0;
    for (int i = 0; i < toPerson.length; i++) {
      if (truth.still().data()[i] != 0
          && toPerson[i] <= BAND * BAND
          && toBackdrop[i] <= BAND * BAND) {
        int bend =
            (before.data()[i] & 0xff) - 2 * (now.data()[i] & 0xff) + (after.data()[i] & 0xff);
        sum += Math.abs(bend) / 255.0;
        pixels++;
      }
    }
    return new FlickerError(sum, pixels);
  }

  FlickerError plus(FlickerError other) {
    return new FlickerError(sum + other.sum, pixels + other.pixels);
  }

  /** NaN when nothing stands still. */
  double mean() {
    return sum / pixels;
  }
}
