package studio.viseme.face.tracking;

import java.util.BitSet;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.Cholesky;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Gives the points that move by themselves (brows, lids, lips, jaw) their place on this person's
 * face: first what their rigid neighbours' offsets from the canonical shape suggest, then, with
 * that as a prior, the point whose projections fall nearest to the landmarks of all key frames: its
 * place at the person's mean expression.
 */
final class ShapeCompletion {
  /** Reach of a rigid neighbour's offset, centimetres. */
  private static final double REACH = 2.5;

  private static final double SIGMA = 0.25;

  /** The prior counts for this share of the frames: a moving point says little about its depth. */
  private static final double PRIOR_SHARE = 0.2;

  private static final int ITERATIONS = 5;

  private ShapeCompletion() {}

  /**
   * @param shape 468 × 3 of which the rigid points are fitted; the others are written
   * @param poses one a frame of {@code frames}
   */
  static void complete(
      double[] shape,
      double[] canonical,
      LandmarkTrack track,
      int[] frames,
      RigidTransform[] poses,
      PinholeCamera camera) {
    BitSet rigid = new BitSet();
    for (int i : FaceMesh.rigid()) {
      rigid.set(i);
    }
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      if (!rigid.get(p)) {
        double[] prior = followNeighbours(p, shape, canonical);
        double[] point = triangulate(p, prior, track, frames, poses, camera);
        System.arraycopy(point, 0, shape, 3 * p, 3);
      }
    }
  }

  private static double[] followNeighbours(int p, double[] shape, double[] canonical) {
    double[] offset = new double[3];
    double total = 0;
    for (int i : FaceMesh.rigid()) {
      double d2 = 0;
      for (int c = 0; c < 3; c++) {
        double d = canonical[3 * i + c] - canonical[3 * p + c];
        d2 += d * d;
      }
      // The constant lets far points, such as the chin, follow the whole face.
      double weight = Math.exp(-d2 / (2 * REACH * REACH)) + 1e-3;
      total += weight;
      for (int c = 0; c < 3; c++) {
        offset[c] += weight * (shape[3 * i + c] - canonical[3 * i + c]);
      }
    }
    double[] out = new double[3];
    for (int c = 0; c < 3; c++) {
      out[c] = canonical[3 * p + c] + offset[c] / total;
    }
    return out;
  }

  /**
   * Gauss-Newton on squared distances: the mean place, not the most frequent one, since the codes
   * are relative to the mean.
   */
  private static double[] triangulate(
      int p,
      double[] prior,
      LandmarkTrack track,
      int[] frames,
      RigidTransform[] poses,
      PinholeCamera camera) {
    double[] x = prior.clone();
    double weight = PRIOR_SHARE * frames.length / (SIGMA * SIGMA);
    HeadProjection projection = new HeadProjection();
    double[] ju = projection.uPoint;
    double[] jv = projection.vPoint;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] hessian = {weight, 0, 0, 0, weight, 0, 0, 0, weight};
      double[] gradient = new double[3];
      for (int c = 0; c < 3; c++) {
        gradient[c] = weight * (prior[c] - x[c]);
      }
      for (int q = 0; q < frames.length; q++) {
        projection.set(poses[q], camera);
        projection.differentiate(x[0], x[1], x[2]);
        double ru = track.x(frames[q], p) - projection.u;
        double rv = track.y(frames[q], p) - projection.v;
        for (int a = 0; a < 3; a++) {
          gradient[a] += ju[a] * ru + jv[a] * rv;
          for (int b = 0; b < 3; b++) {
            hessian[3 * a + b] += ju[a] * ju[b] + jv[a] * jv[b];
          }
        }
      }
      Cholesky.factor(hessian, 3).solve(gradient);
      for (int c = 0; c < 3; c++) {
        x[c] += gradient[c];
      }
    }
    return x;
  }
}
