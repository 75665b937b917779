package studio.viseme.face.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.face.SkinFlow;
import studio.viseme.math.Cholesky;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Smoothing;

/**
 * What {@link KeyTracks} say about the poses. The landmark net draws every face a little as if it
 * looked straight ahead: it shrinks nods by a third, always alike, so that no smoothing over time
 * helps. Skin that is recognised says how far the head really turned since it was last seen so.
 *
 * <p>A term a point, key and frame,
 *
 * <pre>½ w ρ(‖m − (π(q, X) − π(q₀, X))‖ / σ)</pre>
 *
 * with the measured move m from the key's pose q₀ to the frame's q and Huber's ρ. The keys' poses
 * are solved together, from the tracks between them and their landmarks, and then stay; every other
 * frame has terms of its own. Skin that slides weighs less, and σ is as large as a frame's points
 * disagree, as in {@link FlowTerms}. Not thread-safe.
 */
final class KeyTerms {
  private static final int N = HeadProjection.POSE;

  /** Least standard deviation of a point's move, pixels. */
  private static final double SIGMA = 0.4;

  /** The median length of a vector whose two parts have a standard deviation of 1: √(2 ln 2). */
  private static final double MEDIAN_LENGTH = 1.1774;

  /** Neighbouring pieces see the same light and the same skin: together they are worth less. */
  private static final double REDUNDANCY = 2;

  private static final int KEY_ROUNDS = 4;
  private static final int FRAME_ROUNDS = 4;

  private final KeyTracks tracks;
  private final HeadObservations seen;
  private final double[] shape;
  private final PinholeCamera camera;
  private final double[] weights = new double[SkinFlow.count()];
  private final double[] sigmas;
  private final RigidTransform[] keyPoses;
  private final HeadProjection before = new HeadProjection();
  private final HeadProjection now = new HeadProjection();

  /**
   * Solves the keys' poses and weighs points and frames.
   *
   * @param poses of all frames, by landmarks; null where there is none
   */
  KeyTerms(
      KeyTracks tracks,
      HeadObservations seen,
      double[] shape,
      PinholeCamera camera,
      RigidTransform[] poses,
      int fitFrames) {
    this.tracks = tracks;
    this.seen = seen;
    this.shape = shape;
    this.camera = camera;
    keyPoses = Arrays.stream(tracks.keys()).mapToObj(t -> poses[t]).toArray(RigidTransform[]::new);
    sigmas = new double[poses.length];
    Arrays.fill(sigmas, SIGMA);
    Arrays.fill(weights, 1);
    solveKeys();
    weigh(poses, fitFrames);
    solveKeys();
  }

  /** All keys at once: each is held by its own landmarks and by what it shows of the others. */
  private void solveKeys() {
    int count = keyPoses.length;
    int size = N * count;
    for (int round = 0; round < KEY_ROUNDS; round++) {
      double[] hessian = new double[size * size];
      double[] gradient = new double[size];
      for (int k = 0; k < count; k++) {
        addLandmarks(k, hessian, gradient, size);
        for (KeyTracks.Sight sight : tracks.sights().get(tracks.keys()[k])) {
          addPair(k, sight, hessian, gradient, size);
        }
      }
      Cholesky factor = Cholesky.tryFactor(hessian, size);
      if (factor == null) {
        return;
      }
      factor.solve(gradient);
      for (int k = 0; k < count; k++) {
        keyPoses[k] =
            HeadProjection.step(keyPoses[k], Arrays.copyOfRange(gradient, N * k, N * k + N));
      }
    }
  }

  private void addLandmarks(int k, double[] hessian, double[] gradient, int size) {
    double[] h = new double[N * N];
    double[] g = new double[N];
    addLandmarks(tracks.keys()[k], keyPoses[k], h, g);
    for (int a = 0; a < N; a++) {
      gradient[N * k + a] += g[a];
      for (int b = 0; b < N; b++) {
        hessian[(N * k + a) * size + N * k + b] += h[a * N + b];
      }
    }
  }

  private void addLandmarks(int frame, RigidTransform pose, double[] hessian, double[] gradient) {
    now.set(pose, camera);
    for (int i = 0; i < seen.count(); i++) {
      int p = 3 * seen.point(i);
      now.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      double ru = seen.x(frame, i) - now.u;
      double rv = seen.y(frame, i) - now.v;
      double pull = HeadObservations.pull(Math.hypot(ru, rv));
      add(hessian, gradient, seen.weight(i) * pull / PoseSmoother.REDUNDANCY, ru, rv);
    }
  }

  private void addPair(
      int k, KeyTracks.Sight sight, double[] hessian, double[] gradient, int size) {
    before.set(keyPoses[sight.key()], camera);
    now.set(keyPoses[k], camera);
    int frame = tracks.keys()[k];
    double information = information(frame);
    int[] at = {N * sight.key(), N * k};
    double[] u = new double[2 * N];
    double[] v = new double[2 * N];
    for (int i = 0; i < weights.length; i++) {
      if (!sight.known(i)) {
        continue;
      }
      int p = 3 * SkinFlow.point(i);
      before.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      now.differentiate(shape[p], shape[p + 1], shape[p + 2]);
      for (int a = 0; a < N; a++) {
        u[a] = -before.uPose[a];
        v[a] = -before.vPose[a];
        u[N + a] = now.uPose[a];
        v[N + a] = now.vPose[a];
      }
      double ru = sight.x(i) - (now.u - before.u);
      double rv = sight.y(i) - (now.v - before.v);
      double w =
          weights[i] * information * HeadObservations.pull(Math.hypot(ru, rv) / sigmas[frame]);
      for (int a = 0; a < 2 * N; a++) {
        int row = at[a / N] + a % N;
        gradient[row] += w * (u[a] * ru + v[a] * rv);
        for (int b = 0; b < 2 * N; b++) {
          hessian[row * size + at[b / N] + b % N] += w * (u[a] * u[b] + v[a] * v[b]);
        }
      }
    }
  }

  /** What a squared residual of one pixel counts: a frame's sights all show its own noise. */
  private double information(int frame) {
    return 1 / (sigmas[frame] * sigmas[frame] * REDUNDANCY * tracks.sights().get(frame).size());
  }

  /** Solves each frame by itself, to see how far its points disagree when its pose is right. */
  private void weigh(RigidTransform[] poses, int fitFrames) {
    int count = weights.length;
    List<List<Double>> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      own.add(new ArrayList<>());
    }
    for (int t = 0; t < poses.length; t++) {
      if (poses[t] == null || tracks.sights().get(t).isEmpty()) {
        continue;
      }
      RigidTransform pose = solve(t, poses[t]);
      List<Double> all = new ArrayList<>();
      for (KeyTracks.Sight sight : tracks.sights().get(t)) {
        before.set(keyPoses[sight.key()], camera);
        now.set(pose, camera);
        for (int i = 0; i < count; i++) {
          if (sight.known(i)) {
            int p = 3 * SkinFlow.point(i);
            before.project(shape[p], shape[p + 1], shape[p + 2]);
            now.project(shape[p], shape[p + 1], shape[p + 2]);
            double off =
                Math.hypot(sight.x(i) - (now.u - before.u), sight.y(i) - (now.v - before.v));
            all.add(off);
            if (t < fitFrames) {
              own.get(i).add(off);
            }
          }
        }
      }
      if (!all.isEmpty()) {
        sigmas[t] = Math.max(SIGMA, median(all) / MEDIAN_LENGTH);
      }
    }
    List<Double> medians = new ArrayList<>();
    for (List<Double> residuals : own) {
      if (!residuals.isEmpty()) {
        medians.add(median(residuals));
      }
    }
    double usual = medians.isEmpty() ? 0 : median(medians);
    for (int i = 0; i < count && usual > 0; i++) {
      double ratio = own.get(i).isEmpty() ? Double.POSITIVE_INFINITY : median(own.get(i)) / usual;
      weights[i] = Math.min(2, 2 / (1 + ratio * ratio));
    }
  }

  private RigidTransform solve(int frame, RigidTransform start) {
    RigidTransform pose = start;
    for (int round = 0; round < FRAME_ROUNDS; round++) {
      double[] hessian = new double[N * N];
      double[] gradient = new double[N];
      addLandmarks(frame, pose, hessian, gradient);
      accumulate(frame, pose, 1, hessian, gradient);
      Cholesky factor = Cholesky.tryFactor(hessian, N);
      if (factor == null) {
        break;
      }
      factor.solve(gradient);
      pose = HeadProjection.step(pose, gradient);
    }
    return pose;
  }

  /**
   * Adds a frame's terms for a step of its pose; nothing for a frame that wasn't looked at.
   *
   * @param hessian 6 × 6
   * @param gradient towards less cost
   */
  void accumulate(int frame, RigidTransform pose, double[] hessian, double[] gradient) {
    accumulate(frame, pose, tracks.stride(), hessian, gradient);
  }

  private void accumulate(
      int frame, RigidTransform pose, double share, double[] hessian, double[] gradient) {
    now.set(pose, camera);
    for (KeyTracks.Sight sight : tracks.sights().get(frame)) {
      before.set(keyPoses[sight.key()], camera);
      double information = share * information(frame);
      for (int i = 0; i < weights.length; i++) {
        if (!sight.known(i)) {
          continue;
        }
        int p = 3 * SkinFlow.point(i);
        before.project(shape[p], shape[p + 1], shape[p + 2]);
        now.differentiate(shape[p], shape[p + 1], shape[p + 2]);
        double ru = sight.x(i) - (now.u - before.u);
        double rv = sight.y(i) - (now.v - before.v);
        double pull = HeadObservations.pull(Math.hypot(ru, rv) / sigmas[frame]);
        add(hessian, gradient, weights[i] * information * pull, ru, rv);
      }
    }
  }

  /** Adds one residual of the pose that {@link #now} is set to. */
  private void add(double[] hessian, double[] gradient, double w, double ru, double rv) {
    for (int a = 0; a < N; a++) {
      gradient[a] += w * (now.uPose[a] * ru + now.vPose[a] * rv);
      for (int b = 0; b < N; b++) {
        hessian[a * N + b] += w * (now.uPose[a] * now.uPose[b] + now.vPose[a] * now.vPose[b]);
      }
    }
  }

  private static double median(List<Double> values) {
    return Smoothing.quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
  }
}
