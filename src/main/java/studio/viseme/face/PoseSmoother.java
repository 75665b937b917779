package studio.viseme.face;

import java.util.List;
import studio.viseme.math.BandedCholesky;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Smooths a run of poses by maximum a posteriori: each pose is held by the Hessian of its own
 * frame's landmarks, which knows that depth and nodding are loose and shifting is firm, and by a
 * prior on its second difference. One banded system for the run.
 *
 * <p>It is light on purpose. Most of what looks like jitter in a talking head is real; against
 * optical flow, ten times more smoothing made the poses worse.
 */
final class PoseSmoother {
  /** The 177 points' errors are correlated: together they are worth this many times less. */
  private static final double REDUNDANCY = 2;

  /** Standard deviation of a second difference: radians, and centimetres. */
  private static final double TURN_SIGMA = Math.toRadians(0.25);

  private static final double MOVE_SIGMA = 0.04;
  private static final int N = HeadProjection.POSE;
  private static final double[] SECOND_DIFFERENCE = {1, -2, 1};

  private PoseSmoother() {}

  /**
   * @param run consecutive frames' poses
   * @param hessians 6 × 6 each, of {@link HeadProjection}'s pose steps
   */
  static RigidTransform[] smooth(List<RigidTransform> run, List<double[]> hessians) {
    int n = run.size();
    if (n < 3) {
      return run.toArray(RigidTransform[]::new);
    }
    Quaternion reference = run.get(n / 2).rotation();
    BandedCholesky system = new BandedCholesky(N * n, 3 * N);
    double[] right = new double[N * n];
    for (int t = 0; t < n; t++) {
      Vec3 w = run.get(t).rotation().times(reference.inverse()).log();
      Vec3 m = run.get(t).translation();
      double[] q = {w.x(), w.y(), w.z(), m.x(), m.y(), m.z()};
      double[] h = inChart(hessians.get(t), w);
      for (int a = 0; a < N; a++) {
        for (int b = 0; b < N; b++) {
          double value = h[a * N + b] / REDUNDANCY;
          right[N * t + a] += value * q[b];
          if (b <= a) {
            system.add(N * t + a, N * t + b, value);
          }
        }
      }
    }
    for (int t = 1; t < n - 1; t++) {
      for (int a = 0; a < N; a++) {
        double sigma = a < 3 ? TURN_SIGMA : MOVE_SIGMA;
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j <= i; j++) {
            double value = SECOND_DIFFERENCE[i] * SECOND_DIFFERENCE[j] / (sigma * sigma);
            system.add(N * (t - 1 + i) + a, N * (t - 1 + j) + a, value);
          }
        }
      }
    }
    system.solve(right);
    RigidTransform[] out = new RigidTransform[n];
    for (int t = 0; t < n; t++) {
      int k = N * t;
      out[t] =
          new RigidTransform(
              Quaternion.exp(new Vec3(right[k], right[k + 1], right[k + 2]))
                  .times(reference)
                  .normalized(),
              new Vec3(right[k + 3], right[k + 4], right[k + 5]));
    }
    return out;
  }

  /**
   * The Hessian in rotation vectors relative to the reference: JᵀHJ with the left Jacobian of the
   * rotation group.
   */
  private static double[] inChart(double[] hessian, Vec3 w) {
    double[] j = new double[N * N];
    double[] left = leftJacobian(w);
    for (int a = 0; a < 3; a++) {
      System.arraycopy(left, 3 * a, j, N * a, 3);
      j[N * (a + 3) + a + 3] = 1;
    }
    double[] hj = new double[N * N];
    double[] out = new double[N * N];
    for (int a = 0; a < N; a++) {
      for (int k = 0; k < N; k++) {
        for (int b = 0; b < N; b++) {
          hj[a * N + b] += hessian[a * N + k] * j[k * N + b];
        }
      }
    }
    for (int a = 0; a < N; a++) {
      for (int k = 0; k < N; k++) {
        for (int b = 0; b < N; b++) {
          out[a * N + b] += j[k * N + a] * hj[k * N + b];
        }
      }
    }
    return out;
  }

  /**
   * How a small step, applied after the rotation exp(w), follows from a change of w (Barfoot, State
   * Estimation, eq. 7.77).
   */
  static double[] leftJacobian(Vec3 w) {
    double angle = w.length();
    if (angle < 1e-9) {
      return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
    double s = Math.sin(angle) / angle;
    double c = (1 - Math.cos(angle)) / angle;
    double x = w.x() / angle;
    double y = w.y() / angle;
    double z = w.z() / angle;
    double d = 1 - s;
    return new double[] {
      s + d * x * x,
      d * x * y - c * z,
      d * x * z + c * y,
      d * x * y + c * z,
      s + d * y * y,
      d * y * z - c * x,
      d * x * z - c * y,
      d * y * z + c * x,
      s + d * z * z
    };
  }
}
