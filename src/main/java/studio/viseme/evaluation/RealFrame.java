package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;

/**
 * A held-out frame as it was filmed, and where to measure on it.
 *
 * @param mask the head and neck that the avatar answers for
 * @param head the mask's bounding box
 * @param withoutNeck the head alone, or null where only a neck was seen
 * @param mouth the square around the lips
 * @param landmarks of the raw tracker, or null when it found no face
 * @param pose that explains the landmarks, or null when it can't be found
 * @param centimetresPerPixel at the depth of the head
 */
record RealFrame(
    int index,
    RgbImage picture,
    GrayImage mask,
    Rectangle head,
    @Nullable HeadRim withoutNeck,
    Rectangle mouth,
    float @Nullable [] landmarks,
    @Nullable RigidTransform pose,
    double centimetresPerPixel) {

  /**
   * @return null when the frame was parsed to have no head
   */
  static @Nullable RealFrame of(Capture capture, int index, RawTracking tracker) {
    RgbImage picture = capture.frames().frame(index);
    Parsing parsing = capture.parsing(index);
    GrayImage mask = HeadMask.of(parsing);
    Rectangle head = bounds(mask);
    if (head == null) {
      return null;
    }
    Rectangle mouth =
        LipPoints.square(capture.landmarks().frame(index), picture.width(), picture.height());
    float @Nullable [] landmarks = tracker.landmarks(picture);
    double depth = capture.head().poses().get(index).translation().z();
    return new RealFrame(
        index,
        picture,
        mask,
        head,
        HeadRim.of(HeadMask.labelled(parsing.labels())),
        mouth,
        landmarks,
        landmarks == null ? null : tracker.pose(landmarks),
        depth / capture.head().camera().focal());
  }

  /** The smallest rectangle around the pixels of 128 and more, or null when there are none. */
  static @Nullable Rectangle bounds(GrayImage mask) {
    int left = mask.width();
    int top = mask.height();
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(x, y) >= 128) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0 ? null : new Rectangle(left, top, right - left + 1, bottom - top + 1);
  }
}
