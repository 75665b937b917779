package studio.viseme.face.tracking;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.RefinedPoints;
import studio.viseme.face.tflite.TfliteModel;
import studio.viseme.image.AffineMap;
import studio.viseme.image.MipMap;

/**
 * The attention mesh network (Grishchenko et al., 2020): 478 points from a square of 192 × 192
 * around a face. Its refined lips, lids and irises replace the coarse mesh's, whose eyes and lips
 * never close. Not thread-safe.
 */
final class AttentionMesh implements AutoCloseable {
  static final int SIDE = 192;

  private static final String MODEL = "/models/face_landmark_with_attention.tflite";
  private static final int[] LIPS = RefinedPoints.lips();
  private static final int[] EYE_LEFT = RefinedPoints.eyeLeft();
  private static final int[] EYE_RIGHT = RefinedPoints.eyeRight();

  private static final int OUT_MESH = 0;
  private static final int OUT_LIPS = 1;
  private static final int OUT_EYE_LEFT = 2;
  private static final int OUT_EYE_RIGHT = 3;
  private static final int OUT_IRIS_LEFT = 4;
  private static final int OUT_IRIS_RIGHT = 5;
  private static final int OUT_FLAG = 6;
  private static final int IRIS_POINTS = 5;

  /**
   * Small moves of the square whose results are averaged: shift in x and y (shares of the size),
   * scale, turn (radians). Chosen among hundreds of sets for the least noise under shifts by parts
   * of a pixel: these three are as quiet as five that were picked by hand.
   */
  private static final double[][] VARIATIONS = {
    {0.02, 0.01, 0.93, 0.05}, {0.03, 0, 0.90, 0}, {-0.015, -0.02, 0.96, 0}
  };

  private final TfliteModel model = TfliteModel.load(MODEL);
  private final float[] input = new float[SIDE * SIDE * 3];

  /**
   * @param points 478 × (x, y, z), pixels of the picture
   * @param score that there is a face, 0..1; it doesn't tell whether something covers it
   */
  record Result(float[] points, float score) {
    boolean found() {
      return score > 0.5f;
    }
  }

  /** One look at one square, reading the picture at a mip level. */
  Result look(MipMap image, FaceCrop crop, int level) {
    AffineMap toPicture = crop.toPicture(SIDE);
    image.warp(toPicture, SIDE, SIDE, level, 1, input);
    model.run(input);
    float[] points = new float[LandmarkTrack.STRIDE];
    float[] mesh = model.output(OUT_MESH);
    float depthScale = (float) (crop.size() / SIDE);
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      place(points, i, mesh[3 * i], mesh[3 * i + 1], toPicture);
      points[3 * i + 2] = mesh[3 * i + 2] * depthScale;
    }
    refine(points, model.output(OUT_LIPS), LIPS, toPicture);
    refine(points, model.output(OUT_EYE_LEFT), EYE_LEFT, toPicture);
    refine(points, model.output(OUT_EYE_RIGHT), EYE_RIGHT, toPicture);
    iris(points, FaceMesh.IRIS_LEFT, model.output(OUT_IRIS_LEFT), EYE_LEFT, toPicture);
    iris(points, FaceMesh.IRIS_RIGHT, model.output(OUT_IRIS_RIGHT), EYE_RIGHT, toPicture);
    return new Result(points, (float) (1 / (1 + Math.exp(-model.output(OUT_FLAG)[0]))));
  }

  /** One look; the level follows from the square's size. */
  Result look(MipMap image, FaceCrop crop) {
    return look(image, crop, levelFor(crop));
  }

  /** The mean of some looks at slightly different squares: half of one look's noise. */
  Result lookClosely(MipMap image, FaceCrop crop, int level) {
    float[] mean = new float[LandmarkTrack.STRIDE];
    float score = 0;
    for (double[] v : VARIATIONS) {
      Result result = look(image, crop.varied(v[0], v[1], v[2], v[3]), level);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += result.points[i] / VARIATIONS.length;
      }
      score += result.score / VARIATIONS.length;
    }
    return new Result(mean, score);
  }

  static int levelFor(FaceCrop crop) {
    return MipMap.levelFor(crop.size() / SIDE);
  }

  private static void refine(float[] points, float[] values, int[] indices, AffineMap toPicture) {
    for (int i = 0; i < indices.length; i++) {
      place(points, indices[i], values[2 * i], values[2 * i + 1], toPicture);
    }
  }

  /** The iris branch gives no depth: the iris takes the lids' mean. */
  private static void iris(
      float[] points, int first, float[] values, int[] eye, AffineMap toPicture) {
    float z = 0;
    for (int i = 0; i < 16; i++) {
      z += points[3 * eye[i] + 2] / 16;
    }
    for (int i = 0; i < IRIS_POINTS; i++) {
      place(points, first + i, values[2 * i], values[2 * i + 1], toPicture);
      points[3 * (first + i) + 2] = z;
    }
  }

  private static void place(float[] points, int index, float x, float y, AffineMap toPicture) {
    points[3 * index] = (float) toPicture.applyX(x, y);
    points[3 * index + 1] = (float) toPicture.applyY(x, y);
  }

  @Override
  public void close() {
    model.close();
  }
}
