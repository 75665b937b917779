package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import studio.viseme.capture.Capture;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RidgeRegression;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * This person's mesh as a linear function of what drives it: the lower face by an expression code,
 * the lids, brows and eyes by {@link UpperFace}. It is the fixed part of the deformation; the
 * learned field only adds to it.
 *
 * <p>A vertex is moved either by the code or by the upper face or by neither: both bases are
 * exactly zero elsewhere, so that pose error that leaks into a code can't shake the head, and
 * speech can't move an eyelid.
 *
 * @param neutral 468 × 3: mean pose-free mesh of the training frames, centimetres, head space
 * @param dims components of the expression code
 * @param lowerBasis dims × 468 × 3, centimetres for a code of 1
 * @param upperBasis 5 × 468 × 3, centimetres for one standard deviation of a value of {@link
 *     UpperFace}
 * @param upperMean mean of the five values over the training frames
 * @param upperDeviation their standard deviations, never 0
 */
record FaceModel(
    float[] neutral,
    int dims,
    float[] lowerBasis,
    float[] upperBasis,
    float[] upperMean,
    float[] upperDeviation) {
  static final int VERTICES = HeadTrack.SHAPE_POINTS;

  /** Codes beyond this many standard deviations are tracking faults more often than grimaces. */
  static final float LARGEST_CODE = 4;

  /** A blink is far out: lids spend one frame in thirty closed. */
  static final float LARGEST_UPPER = 8;

  private static final int UPPER = UpperFace.SIZE;
  private static final int MOST_FRAMES = 1500;
  private static final int UPPER_LIP_INNER = 13;
  private static final int LOWER_LIP_INNER = 14;

  /** The mesh points of lids, eye surroundings and brows: what the upper face's values may move. */
  private static final int[] EYE_REGION = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24,
    23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244,
    113, 225, 224, 223, 222, 221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121,
    128, 245, 156, 70, 63, 105, 66, 107, 55, 193, 263, 249, 390, 373, 374, 380, 381, 382, 362, 466,
    388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257,
    258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
    265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334,
    296, 336, 285, 417
  };

  FaceModel {
    if (neutral.length != VERTICES * 3
        || lowerBasis.length != dims * VERTICES * 3
        || upperBasis.length != UPPER * VERTICES * 3
        || upperMean.length != UPPER
        || upperDeviation.length != UPPER) {
      throw new IllegalArgumentException("a face model whose parts don't fit");
    }
  }

  /** Fits the model to the given frames; nothing else of the capture's tracks is read. */
  static FaceModel fit(Capture capture, int[] frames) {
    int stride = Math.max(1, frames.length / MOST_FRAMES);
    int count = (frames.length + stride - 1) / stride;
    HeadTrack head = capture.head();
    LandmarkTrack landmarks = capture.landmarks();
    ExpressionTrack expression = capture.expression();
    float[][] meshes = new float[count][];
    float[][] upper = new float[count][];
    for (int i = 0; i < count; i++) {
      int frame = frames[i * stride];
      meshes[i] = poseFree(head, landmarks, frame);
      upper[i] = capture.upperFace(frame).toArray();
    }
    float[] neutral = mean(meshes);
    float[] upperMean = mean(upper);
    float[] upperDeviation = deviation(upper, upperMean);
    float[] basis = regress(meshes, neutral, upper, upperMean, upperDeviation);
    keepOnly(basis, EYE_REGION, expression);
    return new FaceModel(
        neutral, expression.dims(), expression.basis().clone(), basis, upperMean, upperDeviation);
  }

  /** The five values in standard deviations from their means. */
  float[] standardize(UpperFace face) {
    float[] v = face.toArray();
    for (int k = 0; k < UPPER; k++) {
      v[k] = Math.clamp((v[k] - upperMean[k]) / upperDeviation[k], -LARGEST_UPPER, LARGEST_UPPER);
    }
    return v;
  }

  /** A frame's code as the model takes it. */
  static float[] clip(float[] code) {
    float[] clipped = code.clone();
    for (int k = 0; k < clipped.length; k++) {
      clipped[k] = Math.clamp(clipped[k], -LARGEST_CODE, LARGEST_CODE);
    }
    return clipped;
  }

  /**
   * Height of the opening between the lips for a code, centimetres; may be slightly negative for
   * pressed lips.
   */
  float lipGap(float[] code) {
    float gap = neutral[UPPER_LIP_INNER * 3 + 1] - neutral[LOWER_LIP_INNER * 3 + 1];
    float[] direction = lipGapDirection();
    for (int k = 0; k < dims; k++) {
      gap += code[k] * direction[k];
    }
    return gap;
  }

  /** How the opening between the lips grows with each component, centimetres. */
  float[] lipGapDirection() {
    float[] direction = new float[dims];
    for (int k = 0; k < dims; k++) {
      int at = k * VERTICES * 3 + 1;
      direction[k] = lowerBasis[at + UPPER_LIP_INNER * 3] - lowerBasis[at + LOWER_LIP_INNER * 3];
    }
    return direction;
  }

  Vec3 vertex(int index) {
    return new Vec3(neutral[index * 3], neutral[index * 3 + 1], neutral[index * 3 + 2]);
  }

  /** Whether the expression code moves the vertex. */
  boolean isLower(int vertex) {
    return moves(lowerBasis, dims, vertex);
  }

  /** Whether the upper face's values move the vertex. */
  boolean isUpper(int vertex) {
    return moves(upperBasis, UPPER, vertex);
  }

  private static boolean moves(float[] basis, int shapes, int vertex) {
    for (int k = 0; k < shapes; k++) {
      int at = (k * VERTICES + vertex) * 3;
      if (basis[at] != 0 || basis[at + 1] != 0 || basis[at + 2] != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The tracked points taken back to head space: each lies on its pixel's ray, at the depth of this
   * person's rigid shape under the frame's pose.
   */
  private static float[] poseFree(HeadTrack head, LandmarkTrack landmarks, int frame) {
    PinholeCamera camera = head.camera();
    RigidTransform pose = head.poses().get(frame);
    RigidTransform back = pose.inverse();
    float[] mesh = new float[VERTICES * 3];
    for (int i = 0; i < VERTICES; i++) {
      double z =
          pose.apply(
                  new Vec3(head.shape()[i * 3], head.shape()[i * 3 + 1], head.shape()[i * 3 + 2]))
              .z();
      Vec3 point =
          back.apply(
              new Vec3(
                  (landmarks.x(frame, i) - camera.centerX()) * z / camera.focal(),
                  (landmarks.y(frame, i) - camera.centerY()) * z / camera.focal(),
                  z));
      mesh[i * 3] = (float) point.x();
      mesh[i * 3 + 1] = (float) point.y();
      mesh[i * 3 + 2] = (float) point.z();
    }
    return mesh;
  }

  private static float[] mean(float[][] rows) {
    double[] sum = new double[rows[0].length];
    for (float[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / rows.length);
    }
    return mean;
  }

  private static float[] deviation(float[][] rows, float[] mean) {
    double[] sum = new double[mean.length];
    for (float[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (row[i] - mean[i]) * (row[i] - mean[i]);
      }
    }
    float[] deviation = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      deviation[i] = (float) Math.max(1e-3, Math.sqrt(sum[i] / rows.length));
    }
    return deviation;
  }

  /** Ridge regression of every coordinate on the standardised values. */
  private static float[] regress(
      float[][] meshes, float[] neutral, float[][] upper, float[] mean, float[] deviation) {
    RidgeRegression regression = new RidgeRegression(UPPER, neutral.length);
    double[] u = new double[UPPER];
    double[] offsets = new double[neutral.length];
    for (int t = 0; t < meshes.length; t++) {
      for (int k = 0; k < UPPER; k++) {
        u[k] = (upper[t][k] - mean[k]) / deviation[k];
      }
      for (int i = 0; i < neutral.length; i++) {
        offsets[i] = meshes[t][i] - neutral[i];
      }
      regression.add(u, offsets);
    }
    double[][] found = regression.solve(0.01 * meshes.length + 1e-6);
    float[] basis = new float[UPPER * neutral.length];
    for (int i = 0; i < neutral.length; i++) {
      for (int k = 0; k < UPPER; k++) {
        basis[k * neutral.length + i] = (float) found[i][k];
      }
    }
    return basis;
  }

  /** Zeroes the basis off the region, and where the lower face's basis already acts. */
  private static void keepOnly(float[] basis, int[] region, ExpressionTrack lower) {
    boolean[] keep = new boolean[VERTICES];
    for (int vertex : region) {
      keep[vertex] = !moves(lower.basis(), lower.dims(), vertex);
    }
    for (int vertex = 0; vertex < VERTICES; vertex++) {
      if (!keep[vertex]) {
        for (int k = 0; k < UPPER; k++) {
          int at = (k * VERTICES + vertex) * 3;
          Arrays.fill(basis, at, at + 3, 0);
        }
      }
    }
  }
}
