package studio.viseme.face.parsing;

import studio.viseme.face.tflite.TfliteModel;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * MediaPipe's selfie segmenter: how likely each pixel shows a person, at 256 × 256. Not
 * thread-safe.
 */
final class PersonSegmenter implements AutoCloseable {
  private static final String MODEL = "/models/selfie_segmentation.tflite";
  private static final int SIDE = 256;

  private final TfliteModel model = TfliteModel.load(MODEL);
  private final float[] input = new float[SIDE * SIDE * 3];

  /**
   * Probabilities 0..1 of the picture's size; pictures other than 256 × 256 are resized on the way.
   */
  FloatPlane segment(RgbImage picture) {
    boolean fits = picture.width() == SIDE && picture.height() == SIDE;
    RgbImage small = fits ? picture : Resampling.bilinear(picture, SIDE, SIDE);
    for (int i = 0; i < input.length; i++) {
      input[i] = (small.data()[i] & 255) * (1 / 255f);
    }
    model.run(input);
    FloatPlane out = new FloatPlane(SIDE, SIDE, model.output(0));
    return fits ? out : Resampling.bilinear(out, picture.width(), picture.height());
  }

  @Override
  public void close() {
    model.close();
  }
}
