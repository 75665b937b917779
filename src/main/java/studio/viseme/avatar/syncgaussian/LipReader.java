package studio.viseme.avatar.syncgaussian;

import java.util.OptionalDouble;
import studio.viseme.image.RgbImage;

/** Tells from a picture how far lips are apart. Thread-safe. */
@FunctionalInterface
interface LipReader {
  /**
   * @param picture a head in a frame's pose, at the clip's size
   * @param frame of the clip
   * @return the opening between the lips, centimetres; empty where no face is found
   */
  OptionalDouble opening(RgbImage picture, int frame);
}
