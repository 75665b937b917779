package studio.viseme.face;

import java.util.List;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * The head's pose over a clip, jointly adjusted with the camera's focal length and this person's
 * own face shape.
 *
 * @param camera the clip's camera
 * @param poses head space to camera space, one a frame, lightly smoothed; frames without a face
 *     repeat their neighbours
 * @param shape this person's 468 mesh points at rest, × 3, centimetres, head space
 * @param reprojectionRmse root mean square distance of the rigid points to their projections,
 *     pixels
 */
public record HeadTrack(
    PinholeCamera camera, List<RigidTransform> poses, float[] shape, double reprojectionRmse) {
  public static final int SHAPE_POINTS = 468;

  public HeadTrack {
    poses = List.copyOf(poses);
    if (shape.length != SHAPE_POINTS * 3) {
      throw new IllegalArgumentException("shape of " + shape.length + " values");
    }
  }
}
