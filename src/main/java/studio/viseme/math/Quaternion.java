package studio.viseme.math;

/** A unit quaternion w + xi + yj + zk, read as a rotation. */
public record Quaternion(double w, double x, double y, double z) {
  public static final Quaternion IDENTITY = new Quaternion(1, 0, 0, 0);

  /** The rotation by {@code radians} about an axis of any length but zero. */
  public static Quaternion about(Vec3 axis, double radians) {
    Vec3 a = axis.normalized().times(Math.sin(radians / 2));
    return new Quaternion(Math.cos(radians / 2), a.x(), a.y(), a.z());
  }

  /** The rotation by |v| radians about v (exponential map). */
  public static Quaternion exp(Vec3 v) {
    double angle = v.length();
    if (angle < 1e-12) {
      return new Quaternion(1, v.x() / 2, v.y() / 2, v.z() / 2).normalized();
    }
    return about(v, angle);
  }

  /** The rotation vector of this rotation, of length 0..π: the inverse of {@link #exp}. */
  public Vec3 log() {
    double sign = w < 0 ? -1 : 1;
    Vec3 v = new Vec3(x * sign, y * sign, z * sign);
    double sine = v.length();
    return sine < 1e-12 ? v.times(2) : v.times(2 * Math.atan2(sine, w * sign) / sine);
  }

  /** The shortest rotation that takes one direction to another; neither need be of unit length. */
  public static Quaternion between(Vec3 from, Vec3 to) {
    Vec3 axis = from.cross(to);
    double cosine = from.dot(to);
    if (axis.length() > 1e-9 * from.length() * to.length()) {
      return about(axis, Math.atan2(axis.length(), cosine));
    }
    if (cosine > 0) {
      return IDENTITY;
    }
    boolean isAcross = Math.abs(from.x()) < 0.9 * from.length();
    return about(from.cross(isAcross ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0)), Math.PI);
  }

  /** This rotation after {@code first}. */
  public Quaternion times(Quaternion first) {
    return new Quaternion(
        w * first.w - x * first.x - y * first.y - z * first.z,
        w * first.x + x * first.w + y * first.z - z * first.y,
        w * first.y - x * first.z + y * first.w + z * first.x,
        w * first.z + x * first.y - y * first.x + z * first.w);
  }

  public Quaternion inverse() {
    return new Quaternion(w, -x, -y, -z);
  }

  public Quaternion normalized() {
    double n = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
    return new Quaternion(w * n, x * n, y * n, z * n);
  }

  public Vec3 rotate(Vec3 v) {
    Vec3 u = new Vec3(x, y, z);
    Vec3 t = u.cross(v).times(2);
    return v.plus(t.times(w)).plus(u.cross(t));
  }

  /** The 3×3 matrix, row-major. */
  public double[] matrix() {
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - w * z),
      2 * (x * z + w * y),
      2 * (x * y + w * z),
      1 - 2 * (x * x + z * z),
      2 * (y * z - w * x),
      2 * (x * z - w * y),
      2 * (y * z + w * x),
      1 - 2 * (x * x + y * y)
    };
  }
}
