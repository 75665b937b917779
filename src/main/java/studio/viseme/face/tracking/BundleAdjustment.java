package studio.viseme.face.tracking;

import java.util.Arrays;
import studio.viseme.math.Cholesky;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Adjusts the poses of some key frames, the shape of the head's rigid points and the focal length
 * together, until the points project onto the landmarks (Triggs et al., "Bundle Adjustment: A
 * Modern Synthesis", 1999): Levenberg-Marquardt on a robust cost. The poses are eliminated by the
 * Schur complement, which leaves 3 unknowns a point and the focal length.
 *
 * <p>Priors: each point stays within millimetres of the canonical shape, which also fixes where the
 * head's origin is and how large a head is; and the logarithm of the focal length stays near its
 * guess, because a face alone hardly tells it (within ±50 % the cost changes by a hundredth).
 */
final class BundleAdjustment {
  /** Standard deviation of a person's points around the canonical shape, centimetres. */
  private static final double SHAPE_SIGMA = 0.25;

  /** Standard deviation of ln(focal / guess). */
  private static final double FOCAL_SIGMA = 0.3;

  /**
   * Frames of one clip see the same landmark bias again and again: a prior counts for this share of
   * the key frames.
   */
  private static final double PRIOR_SHARE = 0.02;

  private static final double FOCAL_PRIOR_SHARE = 0.1;
  private static final int P = HeadProjection.POSE;

  /** A step that lowers the cost by less than this share was the last. */
  private static final double SETTLED = 1e-4;

  private static final int MAX_ITERATIONS = 40;
  private static final int MAX_TRIES = 8;

  private final HeadObservations seen;
  private final int[] frames;
  private final double[] canonical;
  private final double guessedFocal;
  private final boolean focalKnown;
  private final int unknowns;
  private final HeadProjection projection = new HeadProjection();

  private State state;

  /** All that is adjusted. */
  record State(RigidTransform[] poses, double[] shape, PinholeCamera camera) {}

  /**
   * The normal equations at a state: A and a a frame for its pose, B for pose × shared, S and s for
   * the shared unknowns.
   */
  private static final class Normals {
    final double[][] poseHessian;
    final double[][] cross;
    final double[][] poseGradient;
    final double[] sharedHessian;
    final double[] sharedGradient;

    Normals(int frames, int unknowns) {
      poseHessian = new double[frames][P * P];
      cross = new double[frames][P * unknowns];
      poseGradient = new double[frames][P];
      sharedHessian = new double[unknowns * unknowns];
      sharedGradient = new double[unknowns];
    }
  }

  /**
   * @param frames the key frames
   * @param canonical 468 × 3, the shape that the prior pulls to
   * @param start poses one a key frame
   */
  BundleAdjustment(
      HeadObservations seen,
      int[] frames,
      double[] canonical,
      State start,
      double guessedFocal,
      boolean focalKnown) {
    this.seen = seen;
    this.frames = frames;
    this.canonical = canonical;
    this.guessedFocal = guessedFocal;
    this.focalKnown = focalKnown;
    this.unknowns = 1 + 3 * seen.count();
    this.state = start;
  }

  /** Runs until the cost settles. */
  State solve(Runnable checkpoint) {
    double lambda = 1e-3;
    double cost = cost(state);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      Normals normals = accumulate();
      State better = null;
      double betterCost = cost;
      for (int attempt = 0; attempt < MAX_TRIES && better == null; attempt++) {
        checkpoint.run();
        State candidate = step(normals, lambda);
        if (candidate != null) {
          betterCost = cost(candidate);
          if (betterCost < cost) {
            better = candidate;
          }
        }
        lambda = better != null ? Math.max(lambda / 5, 1e-8) : lambda * 5;
      }
      if (better == null) {
        break;
      }
      boolean settled = cost - betterCost < SETTLED * cost;
      state = better;
      cost = betterCost;
      if (settled) {
        break;
      }
    }
    return state;
  }

  private Normals accumulate() {
    Normals n = new Normals(frames.length, unknowns);
    for (int q = 0; q < frames.length; q++) {
      accumulateFrame(n, q);
    }
    double weight = shapePriorWeight();
    for (int i = 0; i < seen.count(); i++) {
      for (int c = 0; c < 3; c++) {
        int k = 1 + 3 * i + c;
        int p = 3 * seen.point(i) + c;
        n.sharedHessian[k * unknowns + k] += weight;
        n.sharedGradient[k] += weight * (canonical[p] - state.shape[p]);
      }
    }
    if (focalKnown) {
      fixFocal(n);
    } else {
      n.sharedHessian[0] += focalPriorWeight();
      n.sharedGradient[0] += focalPriorWeight() * Math.log(guessedFocal / state.camera.focal());
    }
    return n;
  }

  private void accumulateFrame(Normals n, int q) {
    projection.set(state.poses[q], state.camera);
    double[] a = n.poseHessian[q];
    double[] b = n.cross[q];
    double[] g = n.poseGradient[q];
    double[] ju = projection.uPose;
    double[] jv = projection.vPose;
    double[] xu = projection.uPoint;
    double[] xv = projection.vPoint;
    for (int i = 0; i < seen.count(); i++) {
      int p = seen.point(i) * 3;
      projection.differentiate(state.shape[p], state.shape[p + 1], state.shape[p + 2]);
      double ru = seen.x(frames[q], i) - projection.u;
      double rv = seen.y(frames[q], i) - projection.v;
      double w = seen.weight(i) * HeadObservations.pull(Math.sqrt(ru * ru + rv * rv));
      double fu = projection.uFocal;
      double fv = projection.vFocal;
      int column = 1 + 3 * i;
      for (int r = 0; r < P; r++) {
        g[r] += w * (ju[r] * ru + jv[r] * rv);
        for (int c = 0; c < P; c++) {
          a[r * P + c] += w * (ju[r] * ju[c] + jv[r] * jv[c]);
        }
        for (int c = 0; c < 3; c++) {
          b[r * unknowns + column + c] += w * (ju[r] * xu[c] + jv[r] * xv[c]);
        }
        b[r * unknowns] += w * (ju[r] * fu + jv[r] * fv);
      }
      for (int r = 0; r < 3; r++) {
        int row = (column + r) * unknowns;
        n.sharedGradient[column + r] += w * (xu[r] * ru + xv[r] * rv);
        for (int c = 0; c < 3; c++) {
          n.sharedHessian[row + column + c] += w * (xu[r] * xu[c] + xv[r] * xv[c]);
        }
        n.sharedHessian[row] += w * (xu[r] * fu + xv[r] * fv);
      }
      n.sharedHessian[0] += w * (fu * fu + fv * fv);
      n.sharedGradient[0] += w * (fu * ru + fv * rv);
    }
  }

  /** Takes the focal length out of the equations: its own row says "no change". */
  private void fixFocal(Normals n) {
    for (int k = 0; k < unknowns; k++) {
      n.sharedHessian[k * unknowns] = 0;
    }
    n.sharedHessian[0] = 1;
    n.sharedGradient[0] = 0;
    for (double[] b : n.cross) {
      for (int r = 0; r < P; r++) {
        b[r * unknowns] = 0;
      }
    }
  }

  /** One damped step; null when the equations can't be solved at this damping. */
  private State step(Normals n, double lambda) {
    double[] s = n.sharedHessian.clone();
    double[] h = n.sharedGradient.clone();
    for (int k = 0; k < unknowns; k++) {
      s[k * unknowns + k] *= 1 + lambda;
    }
    Cholesky[] factors = new Cholesky[frames.length];
    for (int q = 0; q < frames.length; q++) {
      double[] a = n.poseHessian[q].clone();
      for (int r = 0; r < P; r++) {
        a[r * P + r] *= 1 + lambda;
      }
      factors[q] = Cholesky.tryFactor(a, P);
      if (factors[q] == null) {
        return null;
      }
      eliminate(factors[q], n.cross[q], n.poseGradient[q], s, h);
    }
    Cholesky shared = Cholesky.tryFactor(s, unknowns);
    if (shared == null) {
      return null;
    }
    shared.solve(h);
    return moved(n, factors, h);
  }

  /**
   * Schur complement of one pose: S −= BᵀA⁻¹B, s −= BᵀA⁻¹a, with A = LLᵀ and W = L⁻¹B. Lower
   * triangle only.
   */
  private void eliminate(
      Cholesky factor, double[] cross, double[] gradient, double[] s, double[] h) {
    double[] w = cross.clone();
    factor.solveLower(w, unknowns);
    double[] y = gradient.clone();
    factor.solveLower(y);
    double[] wi = new double[P];
    for (int i = 0; i < unknowns; i++) {
      for (int r = 0; r < P; r++) {
        wi[r] = w[r * unknowns + i];
        h[i] -= wi[r] * y[r];
      }
      int out = i * unknowns;
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int r = 0, k = j; r < P; r++, k += unknowns) {
          sum += wi[r] * w[k];
        }
        s[out + j] -= sum;
      }
    }
  }

  private State moved(Normals n, Cholesky[] factors, double[] h) {
    double[] shape = state.shape.clone();
    for (int i = 0; i < seen.count(); i++) {
      for (int c = 0; c < 3; c++) {
        shape[3 * seen.point(i) + c] += h[1 + 3 * i + c];
      }
    }
    PinholeCamera old = state.camera;
    PinholeCamera camera =
        new PinholeCamera(
            old.width(),
            old.height(),
            old.focal() * Math.exp(Math.clamp(h[0], -0.5, 0.5)),
            old.centerX(),
            old.centerY());
    RigidTransform[] poses = new RigidTransform[frames.length];
    for (int q = 0; q < frames.length; q++) {
      double[] step = n.poseGradient[q].clone();
      for (int r = 0; r < P; r++) {
        for (int j = 0; j < unknowns; j++) {
          step[r] -= n.cross[q][r * unknowns + j] * h[j];
        }
      }
      factors[q].solve(step);
      poses[q] = HeadProjection.step(state.poses[q], step);
    }
    return new State(poses, shape, camera);
  }

  private double cost(State at) {
    PoseSolver frameCost = new PoseSolver(seen, at.shape, at.camera);
    double cost = 0;
    for (int q = 0; q < frames.length; q++) {
      cost += frameCost.cost(frames[q], at.poses[q]);
    }
    for (int i = 0; i < seen.count(); i++) {
      for (int c = 0; c < 3; c++) {
        double offset = at.shape[3 * seen.point(i) + c] - canonical[3 * seen.point(i) + c];
        cost += 0.5 * shapePriorWeight() * offset * offset;
      }
    }
    double focal = focalKnown ? 0 : Math.log(guessedFocal / at.camera.focal());
    return cost + 0.5 * focalPriorWeight() * focal * focal;
  }

  private double shapePriorWeight() {
    return frames.length * PRIOR_SHARE / (SHAPE_SIGMA * SHAPE_SIGMA);
  }

  private double focalPriorWeight() {
    return frames.length * FOCAL_PRIOR_SHARE / (FOCAL_SIGMA * FOCAL_SIGMA);
  }

  /**
   * Weights by how rigid the points proved: points that stay off where they should be count less.
   * Median 1, at most 3 times.
   */
  static void reweigh(HeadObservations seen, int[] frames, State state) {
    double[] variance = new double[seen.count()];
    HeadProjection projection = new HeadProjection();
    for (int q = 0; q < frames.length; q++) {
      projection.set(state.poses[q], state.camera);
      for (int i = 0; i < variance.length; i++) {
        int p = 3 * seen.point(i);
        projection.project(state.shape[p], state.shape[p + 1], state.shape[p + 2]);
        double du = seen.x(frames[q], i) - projection.u;
        double dv = seen.y(frames[q], i) - projection.v;
        variance[i] += (du * du + dv * dv) / frames.length;
      }
    }
    double[] sorted = variance.clone();
    Arrays.sort(sorted);
    double median = Math.max(1e-12, sorted[sorted.length / 2]);
    for (int i = 0; i < variance.length; i++) {
      seen.setWeight(i, Math.min(3, 2 * median / (variance[i] + median)));
    }
  }
}
