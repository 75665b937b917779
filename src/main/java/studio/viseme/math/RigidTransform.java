package studio.viseme.math;

/**
 * A rotation, then a translation. As a head pose it maps head space to camera space, both in
 * centimetres.
 *
 * <p>Head space: origin inside the head, x to the picture's right for a head that faces the camera,
 * y up, z out of the face towards the camera (the canonical face mesh's axes). Camera space: x
 * right, y down, z forward from the camera (OpenCV's).
 */
public record RigidTransform(Quaternion rotation, Vec3 translation) {
  public static final RigidTransform IDENTITY = new RigidTransform(Quaternion.IDENTITY, Vec3.ZERO);

  public Vec3 apply(Vec3 p) {
    return rotation.rotate(p).plus(translation);
  }

  /** This after {@code first}. */
  public RigidTransform times(RigidTransform first) {
    return new RigidTransform(
        rotation.times(first.rotation).normalized(), apply(first.translation));
  }

  /**
   * On the way to another transform: 0 this one … 1 the other. Turns by the shortest way, evenly.
   */
  public RigidTransform towards(RigidTransform other, double along) {
    Vec3 turn = other.rotation.times(rotation.inverse()).log();
    return new RigidTransform(
        Quaternion.exp(turn.times(along)).times(rotation),
        translation.plus(other.translation.minus(translation).times(along)));
  }

  public RigidTransform inverse() {
    Quaternion r = rotation.inverse();
    return new RigidTransform(r, r.rotate(translation).times(-1));
  }
}
