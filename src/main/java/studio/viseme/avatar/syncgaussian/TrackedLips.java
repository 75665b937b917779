package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.OptionalDouble;
import studio.viseme.capture.Capture;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.MouthState;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.image.RgbImage;

/** Reads lips with the tracker that tracked the film, at the pose that it found in the frame. */
final class TrackedLips implements LipReader, AutoCloseable {
  private final LandmarkTrack landmarks;
  private final HeadTrack head;
  private final FaceTracker tracker = new FaceTracker();

  TrackedLips(Capture capture) {
    this.landmarks = capture.landmarks();
    this.head = capture.head();
  }

  @Override
  public OptionalDouble opening(RgbImage picture, int frame) {
    float[] points = tracker.landmarksNear(picture, landmarks.frame(frame)).orElse(null);
    if (points == null) {
      return OptionalDouble.empty();
    }
    HeadTrack posed =
        new HeadTrack(
            head.camera(), List.of(head.poses().get(frame)), head.shape(), head.reprojectionRmse());
    LandmarkTrack alone = new LandmarkTrack(1, points, new float[] {1});
    return OptionalDouble.of(MouthState.of(alone, posed, 0).gap());
  }

  @Override
  public void close() {
    tracker.close();
  }
}
