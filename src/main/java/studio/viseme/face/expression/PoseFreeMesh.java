package studio.viseme.face.expression;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** Takes the head's motion out of landmarks. */
public final class PoseFreeMesh {
  private PoseFreeMesh() {}

  /**
   * One frame's mesh in head space: each landmark is put on its ray at the depth that the person's
   * own shape has in this pose. What is left is expression, seen from the front; motion in depth
   * isn't.
   *
   * @return 468 × 3, centimetres
   */
  public static float[] unproject(LandmarkTrack track, HeadTrack head, int frame) {
    float[] out = new float[FaceMesh.POINTS * 3];
    PinholeCamera camera = head.camera();
    RigidTransform toHead = head.poses().get(frame).inverse();
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      Vec3 rest = new Vec3(head.shape()[3 * i], head.shape()[3 * i + 1], head.shape()[3 * i + 2]);
      double z = head.poses().get(frame).apply(rest).z();
      Vec3 seen =
          toHead.apply(
              new Vec3(
                  (track.x(frame, i) - camera.centerX()) * z / camera.focal(),
                  (track.y(frame, i) - camera.centerY()) * z / camera.focal(),
                  z));
      out[3 * i] = (float) seen.x();
      out[3 * i + 1] = (float) seen.y();
      out[3 * i + 2] = (float) seen.z();
    }
    return out;
  }
}
