package studio.viseme.compute;

import studio.viseme.image.Rectangle;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * From where Gaussians are seen.
 *
 * @param camera of the whole frame
 * @param pose head space to camera space, cm
 * @param region the part of the frame to render, in whole pixels; usually the head's box. It may
 *     reach over the frame's edge. Pixel (0, 0) of the picture is pixel (region.x, region.y) of the
 *     frame
 */
public record SplatView(PinholeCamera camera, RigidTransform pose, Rectangle region) {
  /** The whole frame. */
  public static SplatView whole(PinholeCamera camera, RigidTransform pose) {
    return new SplatView(camera, pose, new Rectangle(0, 0, camera.width(), camera.height()));
  }
}
