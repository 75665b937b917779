package studio.viseme.face.tracking;

import java.util.Arrays;
import studio.viseme.face.SkinFlow;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Smoothing;

/**
 * What {@link SkinFlow} says about two poses that follow on each other: the projection π of a point
 * X on the skull moves as the skin in the picture does. A term a point and frame,
 *
 * <pre>½ w ρ(‖m − (π(q, X) − π(q₋, X))‖ / σ)</pre>
 *
 * with the measured move m and Huber's ρ. Skin that slides over the bone, as a raised forehead
 * does, is told by its residuals over the frames that may be fitted on, and weighs less. In a frame
 * whose points disagree among themselves, as in a quick turn or a frown, σ is as large as they
 * disagree. Not thread-safe.
 */
final class FlowTerms {
  private static final int N = HeadProjection.POSE;

  /** Least standard deviation of one point's move, pixels. */
  private static final double SIGMA = 0.3;

  /** The median length of a vector whose two parts have a standard deviation of 1: √(2 ln 2). */
  private static final double MEDIAN_LENGTH = 1.1774;

  /** Neighbouring windows see the same light and the same skin: together they are worth less. */
  private static final double REDUNDANCY = 7;

  /** What a squared residual of one pixel counts in a frame whose points agree. */
  static final double INFORMATION = 1 / (SIGMA * SIGMA * REDUNDANCY);

  private final SkinFlow flow;
  private final double[] shape;
  private final PinholeCamera camera;
  private final double[] sigmas;
  private final double[] weights = new double[SkinFlow.count()];
  private final HeadProjection before = new HeadProjection();
  private final HeadProjection now = new HeadProjection();

  /**
   * @param shape 468 × 3, head space
   */
  FlowTerms(SkinFlow flow, double[] shape, PinholeCamera camera) {
    this.flow = flow;
    this.shape = shape;
    this.camera = camera;
    sigmas = new double[flow.frames()];
    Arrays.fill(sigmas, SIGMA);
    Arrays.fill(weights, 1);
  }

  /**
   * Weighs each point by how far it goes its own way: the median distance of its residuals from
   * those of all points in the same frame, which a wrong pose shares out evenly. Weighs each frame
   * by the same distances, with no regard to other frames.
   *
   * @param poses null where there is none
   */
  void weigh(RigidTransform[] poses, int fitFrames) {
    int count = SkinFlow.count();
    double[][] own = new double[count][fitFrames];
    int[] n = new int[count];
    double[] x = new double[count];
    double[] y = new double[count];
    double[] apart = new double[count];
    for (int t = 1; t < poses.length; t++) {
      if (poses[t - 1] == null || poses[t] == null) {
        continue;
      }
      residuals(t, poses[t - 1], poses[t], x, y);
      double middleX = median(x);
      double middleY = median(y);
      for (int i = 0; i < count; i++) {
        apart[i] = Math.hypot(x[i] - middleX, y[i] - middleY);
        if (t < fitFrames && !Double.isNaN(apart[i])) {
          own[i][n[i]++] = apart[i];
        }
      }
      sigmas[t] = Math.max(SIGMA, median(apart) / MEDIAN_LENGTH);
    }
    double[] spread = new double[count];
    for (int i = 0; i < count; i++) {
      spread[i] = n[i] == 0 ? Double.NaN : Smoothing.quantile(Arrays.copyOf(own[i], n[i]), 0.5);
    }
    double usual = median(spread);
    for (int i = 0; i < count && usual > 0; i++) {
      double ratio = spread[i] / usual;
      weights[i] = Double.isNaN(ratio) ? 0 : Math.min(2, 2 / (1 + ratio * ratio));
    }
  }

  /** Measured less predicted move of each point, NaN where it isn't known. */
  void residuals(
      int frame, RigidTransform poseBefore, RigidTransform pose, double[] x, double[] y) {
    before.set(poseBefore, camera);
    now.set(pose, camera);
    for (int i = 0; i < SkinFlow.count(); i++) {
      int p = 3 * SkinFlow.point(i);
      before.project(shape[p], shape[p + 1], shape[p + 2]);
      now.project(shape[p], shape[p + 1], shape[p + 2]);
      x[i] = flow.x(frame, i) - (now.u - before.u);
      y[i] = flow.y(frame, i) - (now.v - before.v);
    }
  }

  /** The normal equations of one frame's terms: 12 unknowns, the pose before and this one. */
  static final class Normals {
    final double[] hessian = new double[4 * N * N];
    final double[] gradient = new double[2 * N];
  }

  /** Sums the terms of a frame, for steps of both poses. */
  void accumulate(int frame, RigidTransform poseBefore, RigidTransform pose, Normals out) {
    Arrays.fill(out.hessian, 0);
    Arrays.fill(out.gradient, 0);
    before.set(poseBefore, camera);
    now.set(pose, camera);
    double sigma = sigmas[frame];
    double[] u = new double[2 * N];
    double[] v = new double[2 * N];
    for (int i = 0; i < SkinFlow.count(); i++) {
      if (!flow.known(frame, i) || weights[i] == 0) {
        continue;
      }
      int p = 3 * SkinFlow.point(i);
      before.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      now.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      double ru = flow.x(frame, i) - (now.u - before.u);
      double rv = flow.y(frame, i) - (now.v - before.v);
      for (int a = 0; a < N; a++) {
        u[a] = -before.uPose[a];
        v[a] = -before.vPose[a];
        u[N + a] = now.uPose[a];
        v[N + a] = now.vPose[a];
      }
      double pull = HeadObservations.pull(Math.sqrt(ru * ru + rv * rv) / sigma);
      double w = weights[i] * pull / (sigma * sigma * REDUNDANCY);
      for (int a = 0; a < 2 * N; a++) {
        out.gradient[a] += w * (u[a] * ru + v[a] * rv);
        for (int b = 0; b <= a; b++) {
          out.hessian[a * 2 * N + b] += w * (u[a] * u[b] + v[a] * v[b]);
        }
      }
    }
    for (int a = 0; a < 2 * N; a++) {
      for (int b = a + 1; b < 2 * N; b++) {
        out.hessian[a * 2 * N + b] = out.hessian[b * 2 * N + a];
      }
    }
  }

  private static double median(double[] values) {
    double[] known = Arrays.stream(values).filter(x -> !Double.isNaN(x)).toArray();
    return known.length == 0 ? 0 : Smoothing.quantile(known, 0.5);
  }
}
