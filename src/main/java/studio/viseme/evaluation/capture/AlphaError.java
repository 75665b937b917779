package studio.viseme.evaluation.capture;

import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;

/**
 * How far the person's soft mask is from the true coverage where hair meets the backdrop.
 *
 * @param sum of the absolute errors, 0..1 each
 * @param pixels in the band that is measured: at most {@value #BAND} pixels from true hair and from
 *     true backdrop
 */
record AlphaError(double sum, long pixels) {
  private static final int BAND = 6;

  /** Compares one frame. */
  static AlphaError of(ClipTruth.Pixels truth, GrayImage person) {
    float[] toHair = truth.squaredDistances(region -> region == FaceRegion.HAIR);
    float[] toBackdrop = truth.squaredDistances(region -> region == FaceRegion.BACKGROUND);
    double sum = 0;
    long pixels = 0;
    for (int i = 0; i < toHair.length; i++) {
      if (toHair[i] <= BAND * BAND && toBackdrop[i] <= BAND * BAND) {
        int error = (truth.alpha().data()[i] & 0xff) - (person.data()[i] & 0xff);
        sum += Math.abs(error) / 255.0;
        pixels++;
      }
    }
    return new AlphaError(sum, pixels);
  }

  AlphaError plus(AlphaError other) {
    return new AlphaError(sum + other.sum, pixels + other.pixels);
  }

  /** NaN when there is no such pixel. */
  double mean() {
    return sum / pixels;
  }
}
