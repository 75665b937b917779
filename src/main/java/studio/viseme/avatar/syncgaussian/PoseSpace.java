package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RidgeRegression;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.SmoothStep;
import studio.viseme.math.Vec3;

/**
 * Head poses as six numbers around the rest pose: a rotation vector (radians, camera axes) and a
 * translation (centimetres), each less its mean and divided by its standard deviation over the
 * training frames.
 *
 * @param rest the median pose
 * @param mean of the six
 * @param deviation of the six, never 0
 */
record PoseSpace(RigidTransform rest, float[] mean, float[] deviation) {
  static final int SIZE = 6;

  /**
   * Entries of an affine map of space: nine of the matrix, row by row, then three of the offset.
   */
  static final int AFFINE = 12;

  /** A pose this many deviations out is beyond what the linear maps were fitted on. */
  private static final float FARTHEST = 2.5f;

  private static final float UNKNOWN = 4;

  static PoseSpace fit(List<RigidTransform> poses) {
    RigidTransform rest = rounded(median(poses));
    double[][] values = new double[poses.size()][];
    for (int t = 0; t < values.length; t++) {
      values[t] = raw(rest, poses.get(t));
    }
    float[] mean = new float[SIZE];
    float[] deviation = new float[SIZE];
    for (int k = 0; k < SIZE; k++) {
      double sum = 0;
      double squares = 0;
      for (double[] v : values) {
        sum += v[k];
        squares += v[k] * v[k];
      }
      double m = sum / values.length;
      mean[k] = (float) m;
      double least = k < 3 ? 1e-3 : 1e-2;
      deviation[k] =
          (float) Math.max(least, Math.sqrt(Math.max(0, squares / values.length - m * m)));
    }
    return new PoseSpace(rest, mean, deviation);
  }

  /** A pose as six standardised numbers, at most ±{@value #FARTHEST}. */
  float[] coordinates(RigidTransform pose) {
    double[] raw = raw(rest, pose);
    float[] v = new float[SIZE];
    for (int k = 0; k < SIZE; k++) {
      v[k] = (float) Math.clamp((raw[k] - mean[k]) / deviation[k], -FARTHEST, FARTHEST);
    }
    return v;
  }

  /**
   * How little what was learned beside the head can be believed at a pose: 0 as far as the linear
   * maps go, ±{@value #FARTHEST} deviations, 1 from ±{@value #UNKNOWN} on.
   */
  double strangeness(RigidTransform pose) {
    double[] raw = raw(rest, pose);
    double most = 0;
    for (int k = 0; k < SIZE; k++) {
      most = Math.max(most, Math.abs(raw[k] - mean[k]) / deviation[k]);
    }
    return SmoothStep.of((most - FARTHEST) / (UNKNOWN - FARTHEST));
  }

  /**
   * What undoes the head's motion: the map of head space that puts a point of the torso where it
   * belongs when the head has the given pose and the torso is at rest, less the identity. {@value
   * #AFFINE} values.
   */
  double[] torsoInHead(RigidTransform pose) {
    RigidTransform map = pose.inverse().times(rest);
    double[] affine = Arrays.copyOf(map.rotation().matrix(), AFFINE);
    for (int k = 0; k < 3; k++) {
      affine[k * 4] -= 1;
    }
    affine[9] = map.translation().x();
    affine[10] = map.translation().y();
    affine[11] = map.translation().z();
    return affine;
  }

  /**
   * The best linear map, by ridge regression, from (1, coordinates) of poses to some values.
   *
   * @param values of the i-th pose, {@code rows} of them
   * @return rows × 7, row-major
   */
  float[] fitMap(List<RigidTransform> poses, IntFunction<double[]> values, int rows) {
    RidgeRegression regression = new RidgeRegression(1 + SIZE, rows);
    for (int n = 0; n < poses.size(); n++) {
      regression.add(input(poses.get(n)), values.apply(n));
    }
    double[][] found = regression.solve(1e-3 * poses.size());
    float[] map = new float[rows * (1 + SIZE)];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i <= SIZE; i++) {
        map[r * (1 + SIZE) + i] = (float) found[r][i];
      }
    }
    return map;
  }

  /** What a map of {@link #fitMap} says of a pose. */
  float[] mapped(float[] map, RigidTransform pose) {
    double[] x = input(pose);
    float[] values = new float[map.length / x.length];
    for (int r = 0; r < values.length; r++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += map[r * x.length + i] * x[i];
      }
      values[r] = (float) sum;
    }
    return values;
  }

  private double[] input(RigidTransform pose) {
    float[] v = coordinates(pose);
    double[] x = new double[1 + SIZE];
    x[0] = 1;
    for (int k = 0; k < SIZE; k++) {
      x[k + 1] = v[k];
    }
    return x;
  }

  private static RigidTransform median(List<RigidTransform> poses) {
    Quaternion first = poses.get(poses.size() / 2).rotation();
    double[][] values = new double[SIZE][poses.size()];
    for (int t = 0; t < poses.size(); t++) {
      double[] v = raw(new RigidTransform(first, Vec3.ZERO), poses.get(t));
      for (int k = 0; k < SIZE; k++) {
        values[k][t] = v[k];
      }
    }
    double[] middle = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      Arrays.sort(values[k]);
      middle[k] = values[k][poses.size() / 2];
    }
    Quaternion turn = Quaternion.exp(new Vec3(middle[0], middle[1], middle[2]));
    return new RigidTransform(
        turn.times(first).normalized(), new Vec3(middle[3], middle[4], middle[5]));
  }

  /** What a file of floats keeps of it, so that a resumed run computes with the same bits. */
  private static RigidTransform rounded(RigidTransform pose) {
    Quaternion q = pose.rotation();
    Vec3 t = pose.translation();
    return new RigidTransform(
        new Quaternion((float) q.w(), (float) q.x(), (float) q.y(), (float) q.z()),
        new Vec3((float) t.x(), (float) t.y(), (float) t.z()));
  }

  private static double[] raw(RigidTransform rest, RigidTransform pose) {
    Vec3 turn = pose.rotation().times(rest.rotation().inverse()).log();
    Vec3 move = pose.translation();
    return new double[] {turn.x(), turn.y(), turn.z(), move.x(), move.y(), move.z()};
  }
}
