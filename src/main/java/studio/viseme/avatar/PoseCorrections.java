package studio.viseme.avatar;

import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * What an avatar's own pictures say about the tracked head poses of its clip: six numbers a frame,
 * a rotation vector (radians, camera axes, about the head's origin) and a translation
 * (centimetres), by which the tracked pose is moved so that the rendered head covers the filmed
 * one.
 *
 * <p>Landmarks lie on the front of a face and leave yaw and sideways motion of the skull nearly
 * ambiguous; the silhouette doesn't.
 *
 * @param values frames × 6; empty for an avatar that trusts the tracker
 */
public record PoseCorrections(float[] values) {
  /** Numbers a frame. */
  public static final int SIZE = 6;

  /** None. */
  public static final PoseCorrections NONE = new PoseCorrections(new float[0]);

  public PoseCorrections {
    if (values.length % SIZE != 0) {
      throw new IllegalArgumentException(values.length + " values");
    }
  }

  /** Frames of the clip that they are for; 0 when there are none. */
  public int frames() {
    return values.length / SIZE;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /** A frame's six numbers. */
  public double[] six(int frame) {
    double[] six = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      six[k] = values[frame * SIZE + k];
    }
    return six;
  }

  /** Where the head stands in a frame; the tracked pose itself for a frame beyond the last. */
  public RigidTransform apply(int frame, RigidTransform tracked) {
    return frame < frames() ? moved(tracked, values, frame * SIZE) : tracked;
  }

  /**
   * A pose moved by six numbers: p = exp(r)·(R m) + t + u, as {@link
   * studio.viseme.compute.Splatter} moves it.
   *
   * @param at where in {@code values} the six begin
   */
  public static RigidTransform moved(RigidTransform pose, float[] values, int at) {
    Quaternion turn = Quaternion.exp(new Vec3(values[at], values[at + 1], values[at + 2]));
    Vec3 shift = new Vec3(values[at + 3], values[at + 4], values[at + 5]);
    return new RigidTransform(
        turn.times(pose.rotation()).normalized(), pose.translation().plus(shift));
  }
}
