package studio.viseme.face;

import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * A frame of reference in the picture that shifts, scales and rolls with the head: centimetres at
 * the head's distance, v down from the middle of the skull, u to the picture's right of an upright
 * head.
 *
 * @param x0 the skull's middle, pixels
 * @param y0 the same
 * @param cos of the roll, over the pixels of a centimetre
 * @param sin the same
 */
public record HeadFrame(double x0, double y0, double cos, double sin) {
  /**
   * The skull's middle and a point well below it, head space: they turn little when the head does.
   */
  private static final Vec3 MIDDLE = new Vec3(0, 2, -3);

  private static final Vec3 BELOW = new Vec3(0, -8, -3);
  private static final double AXIS = 10;

  /**
   * Of a head in a pose.
   *
   * @param scale from the camera's pixels to the picture's
   */
  public static HeadFrame of(RigidTransform pose, PinholeCamera camera, double scale) {
    Vec3 a = pose.apply(MIDDLE);
    Vec3 b = pose.apply(BELOW);
    double x0 = camera.projectX(a) * scale;
    double y0 = camera.projectY(a) * scale;
    double dx = camera.projectX(b) * scale - x0;
    double dy = camera.projectY(b) * scale - y0;
    // The v axis points along (dx, dy); u is to its right on the picture.
    double square = (dx * dx + dy * dy) / AXIS;
    return new HeadFrame(x0, y0, dy / square, -dx / square);
  }

  /** How many of the picture's pixels are a centimetre at the head. */
  public double pixelsPerCentimetre() {
    return 1 / Math.hypot(cos, sin);
  }

  /** Centimetres to the right of the skull's middle. */
  public double u(double x, double y) {
    return cos * (x - x0) + sin * (y - y0);
  }

  /** Centimetres below the skull's middle. */
  public double v(double x, double y) {
    return -sin * (x - x0) + cos * (y - y0);
  }
}
