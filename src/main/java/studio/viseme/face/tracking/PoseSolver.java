package studio.viseme.face.tracking;

import java.util.Arrays;
import studio.viseme.math.Cholesky;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Levenberg-Marquardt over one frame's six pose numbers, with shape and camera given. Not
 * thread-safe.
 */
final class PoseSolver {
  private static final int N = HeadProjection.POSE;
  private static final int MAX_TRIES = 6;

  /**
   * Turns head space (y up, z to the camera) into camera space for a head that faces the camera.
   */
  private static final Quaternion FACING = new Quaternion(0, 1, 0, 0);

  private final HeadObservations seen;
  private final double[] shape;
  private final PinholeCamera camera;
  private final HeadProjection projection = new HeadProjection();
  private final double[] hessian = new double[N * N];
  private final double[] gradient = new double[N];

  /**
   * @param shape 468 × 3, head space
   */
  PoseSolver(HeadObservations seen, double[] shape, PinholeCamera camera) {
    this.seen = seen;
    this.shape = shape;
    this.camera = camera;
  }

  /**
   * @param hessian of the robust cost at the pose, 6 × 6: how firmly the landmarks hold it
   */
  record Solution(RigidTransform pose, double cost, double[] hessian) {}

  /** The pose of least cost near {@code start}. */
  Solution solve(int frame, RigidTransform start, int maxIterations) {
    RigidTransform pose = start;
    double lambda = 1e-3;
    double cost = accumulate(frame, pose);
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      RigidTransform better = null;
      double betterCost = cost;
      for (int attempt = 0; attempt < MAX_TRIES && better == null; attempt++) {
        double[] damped = hessian.clone();
        for (int i = 0; i < N; i++) {
          damped[i * N + i] *= 1 + lambda;
        }
        Cholesky factor = Cholesky.tryFactor(damped, N);
        if (factor != null) {
          double[] step = gradient.clone();
          factor.solve(step);
          RigidTransform candidate = HeadProjection.step(pose, step);
          betterCost = cost(frame, candidate);
          if (betterCost < cost) {
            better = candidate;
          }
        }
        lambda = better != null ? Math.max(lambda / 5, 1e-7) : lambda * 5;
      }
      if (better == null) {
        break;
      }
      double gain = cost - betterCost;
      pose = better;
      cost = accumulate(frame, pose);
      if (gain < 1e-6 * cost) {
        break;
      }
    }
    return new Solution(pose, cost, hessian.clone());
  }

  /**
   * A head that faces the camera, at the distance and place that the points' spread tells (scaled
   * orthography).
   */
  RigidTransform guess(int frame) {
    int n = seen.count();
    double mx = 0;
    double my = 0;
    double sx = 0;
    double sy = 0;
    for (int i = 0; i < n; i++) {
      int p = seen.point(i) * 3;
      mx += seen.x(frame, i) / n;
      my += seen.y(frame, i) / n;
      sx += shape[p] / n;
      sy += shape[p + 1] / n;
    }
    double pixels = 0;
    double centimetres = 0;
    for (int i = 0; i < n; i++) {
      int p = seen.point(i) * 3;
      pixels += Math.hypot(seen.x(frame, i) - mx, seen.y(frame, i) - my);
      centimetres += Math.hypot(shape[p] - sx, shape[p + 1] - sy);
    }
    double z = camera.focal() * centimetres / pixels;
    return new RigidTransform(
        FACING,
        new Vec3(
            (mx - camera.centerX()) * z / camera.focal() - sx,
            (my - camera.centerY()) * z / camera.focal() + sy,
            z));
  }

  double cost(int frame, RigidTransform pose) {
    projection.set(pose, camera);
    double cost = 0;
    for (int i = 0; i < seen.count(); i++) {
      int p = seen.point(i) * 3;
      projection.project(shape[p], shape[p + 1], shape[p + 2]);
      double error = Math.hypot(seen.x(frame, i) - projection.u, seen.y(frame, i) - projection.v);
      cost += seen.weight(i) * HeadObservations.cost(error);
    }
    return cost;
  }

  /** Cost, gradient (towards less cost) and Gauss-Newton Hessian. */
  private double accumulate(int frame, RigidTransform pose) {
    projection.set(pose, camera);
    Arrays.fill(hessian, 0);
    Arrays.fill(gradient, 0);
    double cost = 0;
    double[] ju = projection.uPose;
    double[] jv = projection.vPose;
    for (int i = 0; i < seen.count(); i++) {
      int p = seen.point(i) * 3;
      projection.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      double ru = seen.x(frame, i) - projection.u;
      double rv = seen.y(frame, i) - projection.v;
      double error = Math.sqrt(ru * ru + rv * rv);
      cost += seen.weight(i) * HeadObservations.cost(error);
      double weight = seen.weight(i) * HeadObservations.pull(error);
      for (int a = 0; a < N; a++) {
        gradient[a] += weight * (ju[a] * ru + jv[a] * rv);
        for (int b = 0; b <= a; b++) {
          hessian[a * N + b] += weight * (ju[a] * ju[b] + jv[a] * jv[b]);
        }
      }
    }
    for (int a = 0; a < N; a++) {
      for (int b = a + 1; b < N; b++) {
        hessian[a * N + b] = hessian[b * N + a];
      }
    }
    return cost;
  }
}
