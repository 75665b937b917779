package studio.viseme.evaluation.capture;

import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.Cholesky;
import studio.viseme.math.RigidTransform;

/**
 * How far tracked landmarks are from the true ones, percent of the distance between the outer
 * corners of the eyes.
 *
 * <p>Where exactly a point sits is the tracker's convention, learned from how people annotate; the
 * presenter's points sit where the canonical mesh has them. {@code raw} counts that difference. For
 * {@code free} each point's own constant offset is taken out first: the offset in head space, one a
 * clip, whose projection explains most of the point's error (least squares over the frames, its
 * depth held small because pictures hardly show it).
 *
 * @param raw mean distance as it is
 * @param free mean distance after each point's constant offset is taken out
 */
record LandmarkError(Means raw, Means free) {
  private static final int[] LIPS = union(FaceMesh.lipsOuter(), FaceMesh.lipsInner());
  private static final int[] LIDS = union(FaceMesh.eyeLeft(), FaceMesh.eyeRight());
  private static final int[] IRISES = {FaceMesh.IRIS_LEFT, FaceMesh.IRIS_RIGHT};

  /** How much of an offset's depth is believed, against its place across the view: little. */
  private static final double DEPTH_PENALTY = 0.3;

  /** Means over all 468 points of the mesh, and over some of them. */
  record Means(double all, double rigid, double lips, double lids, double irises) {
    /** Of each point's mean. */
    private static Means of(double[] points) {
      return new Means(
          mean(points, IntStream.range(0, FaceMesh.POINTS).toArray()),
          mean(points, FaceMesh.rigid()),
          mean(points, LIPS),
          mean(points, LIDS),
          mean(points, IRISES));
    }

    private static double mean(double[] points, int[] chosen) {
      return Arrays.stream(chosen).mapToDouble(i -> points[i]).average().orElseThrow();
    }
  }

  private static int[] union(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).distinct().toArray();
  }

  /**
   * @param frames those that count
   */
  static LandmarkError of(ClipTruth truth, LandmarkTrack found, int[] frames) {
    double[] raw = new double[LandmarkTrack.POINTS];
    double[] free = new double[LandmarkTrack.POINTS];
    double percent = 100 / truth.eyeDistance();
    double[][] rows = projections(truth, frames);
    for (int i = 0; i < LandmarkTrack.POINTS; i++) {
      double[] dx = new double[frames.length];
      double[] dy = new double[frames.length];
      for (int k = 0; k < frames.length; k++) {
        dx[k] = found.x(frames[k], i) - truth.landmarks().x(frames[k], i);
        dy[k] = found.y(frames[k], i) - truth.landmarks().y(frames[k], i);
      }
      raw[i] = percent * meanLength(dx, dy);
      takeOutOffset(rows, dx, dy);
      free[i] = percent * meanLength(dx, dy);
    }
    return new LandmarkError(Means.of(raw), Means.of(free));
  }

  /** For each frame, how a small offset in head space moves a point: 2 × 3, weak perspective. */
  private static double[][] projections(ClipTruth truth, int[] frames) {
    double[][] rows = new double[frames.length][];
    for (int k = 0; k < frames.length; k++) {
      RigidTransform pose = truth.head().poses().get(frames[k]);
      double scale = truth.head().camera().focal() / pose.translation().z();
      rows[k] =
          Arrays.stream(pose.rotation().matrix()).limit(6).map(value -> scale * value).toArray();
    }
    return rows;
  }

  private static void takeOutOffset(double[][] rows, double[] dx, double[] dy) {
    double[] normal = new double[9];
    double[] offset = new double[3];
    for (int k = 0; k < rows.length; k++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          normal[3 * i + j] += rows[k][i] * rows[k][j] + rows[k][3 + i] * rows[k][3 + j];
        }
        offset[i] += rows[k][i] * dx[k] + rows[k][3 + i] * dy[k];
      }
    }
    double weight = normal[0] + normal[4];
    normal[8] += DEPTH_PENALTY * DEPTH_PENALTY * weight;
    Cholesky.factor(normal, 3).solve(offset);
    for (int k = 0; k < rows.length; k++) {
      for (int i = 0; i < 3; i++) {
        dx[k] -= rows[k][i] * offset[i];
        dy[k] -= rows[k][3 + i] * offset[i];
      }
    }
  }

  private static double meanLength(double[] dx, double[] dy) {
    return IntStream.range(0, dx.length)
        .mapToDouble(k -> Math.hypot(dx[k], dy[k]))
        .average()
        .orElseThrow();
  }
}
