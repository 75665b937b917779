package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.face.tracking.HeadFitter;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;

/** The real tracker, for the head and camera that were fitted on the clip's first nine tenths. */
public final class FaceTracking implements RawTracking {
  private final FaceTracker tracker;
  private final HeadTrack head;

  /**
   * @param tracker stays the caller's to close
   */
  public FaceTracking(FaceTracker tracker, HeadTrack head) {
    this.tracker = tracker;
    this.head = head;
  }

  @Override
  public float @Nullable [] landmarks(RgbImage picture) {
    return tracker.rawLandmarks(picture).orElse(null);
  }

  @Override
  public RigidTransform pose(float[] landmarks) {
    return HeadFitter.pose(landmarks, head);
  }
}
