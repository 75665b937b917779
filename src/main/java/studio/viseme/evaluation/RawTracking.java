package studio.viseme.evaluation;

import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;

/**
 * How evaluation reads faces off pictures: the tracker without smoothing and without anything known of the clip, the same on
 * real and on rendered frames.
 */
public interface RawTracking {
  /** Begins a film. Films may be read by different threads at once, each by one at a time. */
  Film begin();

  /**
   * The head pose that explains one frame's landmarks best, for the clip's camera and the person's rest shape.
   *
   * @return null when it can't be found
   */
  RigidTransform pose(float[] landmarks);

  /** A film being read, frame by frame in order. */
  interface Film extends AutoCloseable {
    /**
     * @return 478 × (x, y, z) in the frame's pixels, or null when there is no face
     */
    float[] landmarks(RgbImage frame);

    @Override
    void close();
  }
}
