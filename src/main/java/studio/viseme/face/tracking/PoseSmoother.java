package studio.viseme.face.tracking;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import studio.viseme.math.BandedCholesky;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Smooths a run of poses by maximum a posteriori. The poses q₁ … qₙ are those of least
 *
 * <pre>
 * Σ ½ (q − q̂)ᵀ H/ρ (q − q̂)                landmarks: how firmly they hold the pose q̂ they gave
 * + Σ flow(q₋, q)                          {@link FlowTerms}: how far the head went since
 * + Σ ½ ‖q₋ − 2q + q₊‖² / σ²               prior: heads don't jerk
 * </pre>
 *
 * H is the Hessian of the frame's own landmarks, which knows that depth and nodding are loose and
 * shifting is firm. Landmarks err slowly and flow errs anew in every frame: together they are right
 * about where the head is and how it moves. Gauss-Newton; every term holds neighbours only, so that
 * each step is one banded system for the run (after Barfoot, "State Estimation for Robotics", 2017,
 * ch. 3 and 8). Frames without landmarks follow from flow and prior.
 *
 * <p>The prior is weak on purpose. Most of what looks like jitter in a talking head is real:
 * against optical flow, ten times more smoothing made the poses worse. Flow tells the two apart, so
 * that the landmarks of a single frame may count for little.
 */
final class PoseSmoother {
  /** The 177 points' errors are correlated: together they are worth this many times less. */
  static final double REDUNDANCY = 10;

  /** Standard deviation of a second difference: radians, and centimetres. */
  private static final double TURN_SIGMA = Math.toRadians(0.6);

  private static final double MOVE_SIGMA = 0.1;

  /** Flow's robust weights and the projection settle in as many steps. */
  private static final int ITERATIONS = 3;

  private static final int N = HeadProjection.POSE;
  private static final double[] SECOND_DIFFERENCE = {1, -2, 1};

  private final FlowTerms flow;
  private final Optional<KeyTerms> keys;
  private final int first;
  private final int n;
  private final RigidTransform[] measured;
  private final double[][] hessians;
  private final Quaternion reference;

  /** The poses as rotation vectors from the reference and translations, 6 a frame. */
  private final double[] state;

  private PoseSmoother(
      FlowTerms flow,
      Optional<KeyTerms> keys,
      int first,
      List<RigidTransform> run,
      List<double[]> hessians) {
    this.flow = flow;
    this.keys = keys;
    this.first = first;
    this.n = run.size();
    this.measured = run.toArray(RigidTransform[]::new);
    this.hessians = hessians.toArray(double[][]::new);
    this.reference = measured[n / 2].rotation();
    this.state = new double[N * n];
    for (int t = 0; t < n; t++) {
      put(measured[t], state, t);
    }
  }

  /**
   * @param first the run's first frame
   * @param run consecutive frames' poses
   * @param hessians 6 × 6 each, of {@link HeadProjection}'s pose steps; null for a frame that
   *     landmarks say nothing about
   */
  static RigidTransform[] smooth(
      FlowTerms flow,
      Optional<KeyTerms> keys,
      int first,
      List<RigidTransform> run,
      List<double[]> hessians) {
    if (run.size() < 3) {
      return run.toArray(RigidTransform[]::new);
    }
    PoseSmoother smoother = new PoseSmoother(flow, keys, first, run, hessians);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      smoother.step();
    }
    RigidTransform[] out = new RigidTransform[smoother.n];
    Arrays.setAll(out, smoother::pose);
    return out;
  }

  private void put(RigidTransform pose, double[] into, int t) {
    Vec3 w = pose.rotation().times(reference.inverse()).log();
    Vec3 m = pose.translation();
    double[] q = {w.x(), w.y(), w.z(), m.x(), m.y(), m.z()};
    System.arraycopy(q, 0, into, N * t, N);
  }

  private Vec3 turn(double[] of, int t) {
    return new Vec3(of[N * t], of[N * t + 1], of[N * t + 2]);
  }

  private RigidTransform pose(int t) {
    int k = N * t;
    return new RigidTransform(
        Quaternion.exp(turn(state, t)).times(reference).normalized(),
        new Vec3(state[k + 3], state[k + 4], state[k + 5]));
  }

  private void step() {
    BandedCholesky system = new BandedCholesky(N * n, 3 * N);
    double[] right = new double[N * n];
    addLandmarks(system, right);
    addFlow(system, right);
    keys.ifPresent(terms -> addKeys(terms, system, right));
    addPrior(system);
    system.solve(right);
    System.arraycopy(right, 0, state, 0, state.length);
  }

  private void addLandmarks(BandedCholesky system, double[] right) {
    double[] q = new double[N * n];
    for (int t = 0; t < n; t++) {
      if (hessians[t] == null) {
        continue;
      }
      put(measured[t], q, t);
      double[] h = inChart(hessians[t], turn(q, t));
      for (int a = 0; a < N; a++) {
        for (int b = 0; b < N; b++) {
          double value = h[a * N + b] / REDUNDANCY;
          right[N * t + a] += value * q[N * t + b];
          if (b <= a) {
            system.add(N * t + a, N * t + b, value);
          }
        }
      }
    }
  }

  private void addFlow(BandedCholesky system, double[] right) {
    FlowTerms.Normals normals = new FlowTerms.Normals();
    double[] chart = new double[2 * N * 2 * N];
    int size = 2 * N;
    for (int t = 1; t < n; t++) {
      flow.accumulate(first + t, pose(t - 1), pose(t), normals);
      Arrays.fill(chart, 0);
      putChart(chart, 0, turn(state, t - 1));
      putChart(chart, N, turn(state, t));
      double[] h = conjugate(normals.hessian, chart, size);
      int row = N * (t - 1);
      for (int a = 0; a < size; a++) {
        for (int b = 0; b < size; b++) {
          // Steps are relative to the state; the system is solved for the state itself.
          right[row + a] +=
              h[a * size + b] * state[row + b] + chart[b * size + a] * normals.gradient[b];
          if (b <= a) {
            system.add(row + a, row + b, h[a * size + b]);
          }
        }
      }
    }
  }

  private void addKeys(KeyTerms terms, BandedCholesky system, double[] right) {
    for (int t = 0; t < n; t++) {
      double[] hessian = new double[N * N];
      double[] gradient = new double[N];
      terms.accumulate(first + t, pose(t), hessian, gradient);
      Vec3 turn = turn(state, t);
      double[] chart = new double[N * N];
      putChart(chart, 0, turn);
      double[] h = inChart(hessian, turn);
      for (int a = 0; a < N; a++) {
        for (int b = 0; b < N; b++) {
          right[N * t + a] += h[a * N + b] * state[N * t + b] + chart[b * N + a] * gradient[b];
          if (b <= a) {
            system.add(N * t + a, N * t + b, h[a * N + b]);
          }
        }
      }
    }
  }

  private void addPrior(BandedCholesky system) {
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
  }

  /** The Hessian in rotation vectors from the reference. */
  private static double[] inChart(double[] hessian, Vec3 w) {
    double[] j = new double[N * N];
    putChart(j, 0, w);
    return conjugate(hessian, j, N);
  }

  /** Writes how a pose's step follows from the state into a square matrix, from a row on. */
  private static void putChart(double[] matrix, int row, Vec3 w) {
    int size = (int) Math.round(Math.sqrt(matrix.length));
    double[] left = leftJacobian(w);
    for (int a = 0; a < 3; a++) {
      System.arraycopy(left, 3 * a, matrix, size * (row + a) + row, 3);
      matrix[size * (row + a + 3) + row + a + 3] = 1;
    }
  }

  /** JᵀHJ. */
  private static double[] conjugate(double[] h, double[] j, int size) {
    double[] hj = new double[size * size];
    double[] out = new double[size * size];
    for (int a = 0; a < size; a++) {
      for (int k = 0; k < size; k++) {
        for (int b = 0; b < size; b++) {
          hj[a * size + b] += h[a * size + k] * j[k * size + b];
        }
      }
    }
    for (int a = 0; a < size; a++) {
      for (int k = 0; k < size; k++) {
        for (int b = 0; b < size; b++) {
          out[a * size + b] += j[k * size + a] * hj[k * size + b];
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
