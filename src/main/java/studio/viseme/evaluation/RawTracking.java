package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;

/**
 * How evaluation reads faces off pictures: the tracker on each picture by itself, without smoothing
 * and without anything known of the clip, the same on real and on rendered frames. Thread-safe.
 */
public interface RawTracking {
  /**
   * @return 478 × (x, y, z) in the picture's pixels, or null when there is no face
   */
  float @Nullable [] landmarks(RgbImage picture);

  /**
   * The head pose that explains one picture's landmarks best, for the clip's camera and the
   * person's rest shape.
   *
   * @return null when it can't be found
   */
  @Nullable RigidTransform pose(float[] landmarks);
}
