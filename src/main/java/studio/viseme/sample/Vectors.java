package studio.viseme.sample;

import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** Many points at once. */
final class Vectors {
  private Vectors() {}

  static float[] floats(Vec3 v) {
    return new float[] {(float) v.x(), (float) v.y(), (float) v.z()};
  }

  /**
   * Projects points into the picture.
   *
   * @param scale samples a pixel
   * @return x and y in samples and 1/z, a point
   */
  static float[] project(float[] points, RigidTransform pose, PinholeCamera camera, double scale) {
    double[] m = pose.rotation().matrix();
    Vec3 t = pose.translation();
    float[] screen = new float[points.length];
    double focal = camera.focal() * scale;
    double cx = camera.centerX() * scale;
    double cy = camera.centerY() * scale;
    for (int i = 0; i < points.length; i += 3) {
      double px = points[i];
      double py = points[i + 1];
      double pz = points[i + 2];
      double x = m[0] * px + m[1] * py + m[2] * pz + t.x();
      double y = m[3] * px + m[4] * py + m[5] * pz + t.y();
      double z = m[6] * px + m[7] * py + m[8] * pz + t.z();
      screen[i] = (float) (cx + focal * x / z);
      screen[i + 1] = (float) (cy + focal * y / z);
      screen[i + 2] = (float) (1 / z);
    }
    return screen;
  }
}
