package studio.viseme.evaluation;

import studio.viseme.image.Rectangle;

/**
 * The fixed list of 40 lip points of the attention mesh: 20 of the outer border of the lips, then
 * 20 of the inner border. Landmarks are 478 × (x, y, z) in pixels, as {@link
 * studio.viseme.face.LandmarkTrack} holds them.
 */
final class LipPoints {
  private static final int[] POINTS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415
  };

  static final int COUNT = POINTS.length;

  /** Upper and lower point of the three innermost pairs of the inner border. */
  private static final int[][] INNER_PAIRS = {{82, 87}, {13, 14}, {312, 317}};

  private LipPoints() {}

  /** The 40 points' x and y, minus their own mean: {@code x0, y0, x1, …}. */
  static double[] centered(float[] landmarks) {
    double[] out = new double[COUNT * 2];
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < COUNT; i++) {
      out[2 * i] = landmarks[POINTS[i] * 3];
      out[2 * i + 1] = landmarks[POINTS[i] * 3 + 1];
      meanX += out[2 * i] / COUNT;
      meanY += out[2 * i + 1] / COUNT;
    }
    for (int i = 0; i < COUNT; i++) {
      out[2 * i] -= meanX;
      out[2 * i + 1] -= meanY;
    }
    return out;
  }

  /**
   * Landmark distance of the mouth (Chen et al.: Lip Movements Generation at a Glance, ECCV 2018):
   * the mean distance of corresponding points, each set minus its own mean.
   *
   * @return pixels
   */
  static double distance(float[] landmarks, float[] others) {
    double[] a = centered(landmarks);
    double[] b = centered(others);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += Math.hypot(a[2 * i] - b[2 * i], a[2 * i + 1] - b[2 * i + 1]);
    }
    return sum / COUNT;
  }

  /**
   * How far the inner borders stand apart at the middle: mean length of three upper-lower pairs,
   * pixels.
   */
  static double gap(float[] landmarks) {
    double sum = 0;
    for (int[] pair : INNER_PAIRS) {
      int upper = pair[0] * 3;
      int lower = pair[1] * 3;
      sum +=
          Math.hypot(
              landmarks[upper] - landmarks[lower], landmarks[upper + 1] - landmarks[lower + 1]);
    }
    return sum / INNER_PAIRS.length;
  }

  /**
   * The square around the lips, its side the longer one of their bounding box.
   *
   * @return whole pixels, inside a picture of the given size
   */
  static Rectangle square(float[] landmarks, int imageWidth, int imageHeight) {
    float left = Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (int point : POINTS) {
      left = Math.min(left, landmarks[point * 3]);
      right = Math.max(right, landmarks[point * 3]);
      top = Math.min(top, landmarks[point * 3 + 1]);
      bottom = Math.max(bottom, landmarks[point * 3 + 1]);
    }
    int side = Math.max(1, (int) Math.ceil(Math.max(right - left, bottom - top)));
    int x = Math.round((left + right - side) / 2);
    int y = Math.round((top + bottom - side) / 2);
    return new Rectangle(x, y, side, side).clip(imageWidth, imageHeight);
  }
}
