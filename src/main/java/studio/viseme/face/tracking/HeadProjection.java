package studio.viseme.face.tracking;

import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Where one point of a head falls on the picture, and how that changes with pose, point and focal
 * length. Set a pose, then project points; the results stay in the fields until the next point. Not
 * thread-safe.
 *
 * <p>A pose changes by a small rotation w about the camera's axes, applied after the pose's own: R
 * ← exp(w)·R, and by a translation: T ← T + t. The focal length changes by its logarithm.
 */
final class HeadProjection {
  static final int POSE = 6;

  private final double[] r = new double[9];
  private double tx;
  private double ty;
  private double tz;
  private double focal;
  private double centerX;
  private double centerY;

  /** The projected point, pixels. */
  double u;

  double v;

  /** ∂u and ∂v by (w, t). */
  final double[] uPose = new double[POSE];

  final double[] vPose = new double[POSE];

  /** ∂u and ∂v by the point's head-space coordinates. */
  final double[] uPoint = new double[3];

  final double[] vPoint = new double[3];

  /** ∂u and ∂v by the logarithm of the focal length. */
  double uFocal;

  double vFocal;

  void set(RigidTransform pose, PinholeCamera camera) {
    System.arraycopy(pose.rotation().matrix(), 0, r, 0, 9);
    tx = pose.translation().x();
    ty = pose.translation().y();
    tz = pose.translation().z();
    focal = camera.focal();
    centerX = camera.centerX();
    centerY = camera.centerY();
  }

  /** Only the point's place. */
  void project(double x, double y, double z) {
    double depth = r[6] * x + r[7] * y + r[8] * z + tz;
    u = centerX + focal * (r[0] * x + r[1] * y + r[2] * z + tx) / depth;
    v = centerY + focal * (r[3] * x + r[4] * y + r[5] * z + ty) / depth;
  }

  /** The point's place and all derivatives. */
  void differentiate(double x, double y, double z) {
    double a = r[0] * x + r[1] * y + r[2] * z;
    double b = r[3] * x + r[4] * y + r[5] * z;
    double c = r[6] * x + r[7] * y + r[8] * z;
    double inverse = 1 / (c + tz);
    uFocal = focal * (a + tx) * inverse;
    vFocal = focal * (b + ty) * inverse;
    u = centerX + uFocal;
    v = centerY + vFocal;
    // u depends on the camera-space point P by (s, 0, uz), v by (0, s, vz); P turns by w × (R·X)
    // and moves by t.
    double s = focal * inverse;
    double uz = -uFocal * inverse;
    double vz = -vFocal * inverse;
    uPose[0] = uz * b;
    uPose[1] = s * c - uz * a;
    uPose[2] = -s * b;
    uPose[3] = s;
    uPose[4] = 0;
    uPose[5] = uz;
    vPose[0] = -s * c + vz * b;
    vPose[1] = -vz * a;
    vPose[2] = s * a;
    vPose[3] = 0;
    vPose[4] = s;
    vPose[5] = vz;
    for (int k = 0; k < 3; k++) {
      uPoint[k] = s * r[k] + uz * r[6 + k];
      vPoint[k] = s * r[3 + k] + vz * r[6 + k];
    }
  }

  /** A pose changed by a step (w, t). */
  static RigidTransform step(RigidTransform pose, double[] step) {
    return new RigidTransform(
        studio.viseme.math.Quaternion.exp(new Vec3(step[0], step[1], step[2]))
            .times(pose.rotation())
            .normalized(),
        pose.translation().plus(new Vec3(step[3], step[4], step[5])));
  }
}
