package studio.viseme.face;

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

  /** Mesh points that the lip branch refines, in the order of its output. */
  static final int[] LIPS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78,
    95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77,
    90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89,
    179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407
  };

  /** The same of the eye at the picture's left: lids, three rings around them, then the brow. */
  static final int[] EYE_LEFT = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24,
        23, 22, 26, 112, 243,
    247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223,
        222, 221, 189, 35, 124,
    46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193
  };

  static final int[] EYE_RIGHT = {
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339,
        254, 253, 252, 256,
    341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342,
        445, 444, 443, 442,
    441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300,
        293, 334, 296, 336,
    285, 417
  };

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

  private final TfliteModel model = TfliteModel.load(Models.MESH);
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
