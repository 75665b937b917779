package studio.viseme.math;

/**
 * A head's rotation in words a person uses, degrees, all zero for a head that faces the camera
 * upright: {@code yaw} &gt; 0 turns the face to the picture's right, {@code pitch} &gt; 0 lifts it,
 * {@code roll} &gt; 0 tips the top of the head to the picture's right (clockwise). Applied as roll,
 * then pitch, then yaw about camera-aligned axes.
 */
public record HeadAngles(double yaw, double pitch, double roll) {
  /**
   * Turns head space (y up, z to the camera) into camera space (y down, z forward): half a turn
   * about x.
   */
  private static final Quaternion FACING = new Quaternion(0, 1, 0, 0);

  private static final Vec3 RIGHT = new Vec3(1, 0, 0);
  private static final Vec3 UP = new Vec3(0, 1, 0);
  private static final Vec3 OUT = new Vec3(0, 0, 1);

  public Quaternion toRotation() {
    Quaternion inHeadAxes =
        Quaternion.about(UP, Math.toRadians(yaw))
            .times(Quaternion.about(RIGHT, Math.toRadians(-pitch)))
            .times(Quaternion.about(OUT, Math.toRadians(-roll)));
    return FACING.times(inHeadAxes);
  }

  public static HeadAngles of(Quaternion rotation) {
    double[] m = FACING.inverse().times(rotation).matrix();
    double pitch = Math.asin(Math.clamp(m[5], -1, 1));
    double yaw = Math.atan2(m[2], m[8]);
    double roll = -Math.atan2(m[3], m[4]);
    return new HeadAngles(Math.toDegrees(yaw), Math.toDegrees(pitch), Math.toDegrees(roll));
  }
}
