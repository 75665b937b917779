package studio.viseme.face.tracking;

import studio.viseme.image.FloatPlane;

/**
 * Finds a small piece of one picture in another that shows it turned: the piece is warped to how it
 * should look, then shifted until it fits (Lucas and Kanade, 1981, with the template's gradients as
 * in Baker and Matthews, "Lucas-Kanade 20 Years On", 2004), whatever its brightness and contrast.
 *
 * <p>Light stays where the lamps are when skin moves on: a piece that is smooth but for its shading
 * would seem to move less than it does. So pieces are small, and one without texture in some
 * direction is given up, as is one that is found far away or doesn't look alike. Not thread-safe.
 */
final class PatchAligner {
  /** A piece reaches this far, pixels. */
  static final int RADIUS = 7;

  private static final int SIDE = 2 * RADIUS + 1;
  private static final int PADDED = SIDE + 2;
  private static final int PIXELS = SIDE * SIDE;
  private static final int MAX_ITERATIONS = 12;
  private static final double SETTLED = 0.02;

  /** Farthest shift, pixels: beyond it the piece would be another's. */
  private static final double MAX_SHIFT = 0.7 * RADIUS;

  /** Least mean squared gradient in the weakest direction, (grey levels per pixel)². */
  private static final double LEAST_TEXTURE = 0.2;

  /** Least correlation with the piece that is found, and least contrast, shares of the template. */
  private static final double LEAST_CORRELATION = 0.8;

  private static final double LEAST_GAIN = 0.3;

  private final float[] padded = new float[PADDED * PADDED];
  private final float[] template = new float[PIXELS];
  private final float[] gradientX = new float[PIXELS];
  private final float[] gradientY = new float[PIXELS];
  private final float[] window = new float[PIXELS];

  /** The template's squared contrast. */
  private double contrast;

  private double xx;
  private double xy;
  private double yy;

  /** Where the last piece was found, pixels of the picture. */
  double x;

  double y;

  /**
   * Looks for a piece; true when it was found.
   *
   * @param from the picture with the piece around (fromX, fromY)
   * @param map {@code {a, b, c, d}}: a step (dx, dy) in {@code to} is a step (a·dx + b·dy, c·dx +
   *     d·dy) in {@code from}
   * @param to the picture to find it in, near (startX, startY)
   */
  boolean find(
      FloatPlane from,
      double fromX,
      double fromY,
      double[] map,
      FloatPlane to,
      double startX,
      double startY) {
    return sample(from, fromX, fromY, map, PADDED, padded)
        && prepare()
        && shift(to, startX, startY);
  }

  /**
   * Takes brightness and contrast out of the template and of its gradients; false when it holds on
   * to nothing in some direction.
   */
  private boolean prepare() {
    double mean = 0;
    double meanX = 0;
    double meanY = 0;
    for (int j = 0, o = 0; j < SIDE; j++) {
      for (int i = 0, p = (j + 1) * PADDED + 1; i < SIDE; i++, o++, p++) {
        template[o] = padded[p];
        gradientX[o] = (padded[p + 1] - padded[p - 1]) / 2;
        gradientY[o] = (padded[p + PADDED] - padded[p - PADDED]) / 2;
        mean += template[o];
        meanX += gradientX[o];
        meanY += gradientY[o];
      }
    }
    mean /= PIXELS;
    meanX /= PIXELS;
    meanY /= PIXELS;
    contrast = 0;
    double alongX = 0;
    double alongY = 0;
    for (int o = 0; o < PIXELS; o++) {
      template[o] -= (float) mean;
      contrast += template[o] * template[o];
      alongX += gradientX[o] * template[o];
      alongY += gradientY[o] * template[o];
    }
    if (contrast == 0) {
      return false;
    }
    xx = 0;
    xy = 0;
    yy = 0;
    for (int o = 0; o < PIXELS; o++) {
      gradientX[o] -= (float) (meanX + alongX / contrast * template[o]);
      gradientY[o] -= (float) (meanY + alongY / contrast * template[o]);
      xx += gradientX[o] * gradientX[o];
      xy += gradientX[o] * gradientY[o];
      yy += gradientY[o] * gradientY[o];
    }
    double weakest = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
    return weakest >= LEAST_TEXTURE * PIXELS;
  }

  private boolean shift(FloatPlane to, double startX, double startY) {
    double determinant = xx * yy - xy * xy;
    double correlation = 0;
    x = startX;
    y = startY;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      if (!sample(to, x, y, IDENTITY, SIDE, window)) {
        return false;
      }
      double mean = 0;
      for (float value : window) {
        mean += value;
      }
      mean /= PIXELS;
      double own = 0;
      double shared = 0;
      for (int o = 0; o < PIXELS; o++) {
        double value = window[o] - mean;
        own += value * value;
        shared += value * template[o];
      }
      double gain = shared / contrast;
      if (gain < LEAST_GAIN) {
        return false;
      }
      correlation = shared / Math.sqrt(own * contrast);
      double bx = 0;
      double by = 0;
      for (int o = 0; o < PIXELS; o++) {
        double difference = template[o] - (window[o] - mean) / gain;
        bx += difference * gradientX[o];
        by += difference * gradientY[o];
      }
      double stepX = (yy * bx - xy * by) / determinant;
      double stepY = (xx * by - xy * bx) / determinant;
      x += stepX;
      y += stepY;
      if (Math.hypot(x - startX, y - startY) > MAX_SHIFT) {
        return false;
      }
      if (Math.abs(stepX) < SETTLED && Math.abs(stepY) < SETTLED) {
        break;
      }
    }
    return correlation >= LEAST_CORRELATION;
  }

  private static final double[] IDENTITY = {1, 0, 0, 1};

  /** A warped window of {@code side}² pixels, bilinear; false when it leaves the picture. */
  private static boolean sample(
      FloatPlane picture, double px, double py, double[] map, int side, float[] out) {
    double half = side / 2;
    double reachX = half * (Math.abs(map[0]) + Math.abs(map[1]));
    double reachY = half * (Math.abs(map[2]) + Math.abs(map[3]));
    int width = picture.width();
    // Written so that what isn't a number is outside as well.
    if (!(px - reachX >= 0.5
        && py - reachY >= 0.5
        && px + reachX < width - 0.5
        && py + reachY < picture.height() - 0.5)) {
      return false;
    }
    float[] in = picture.data();
    float stepX = (float) map[0];
    float stepY = (float) map[2];
    for (int j = 0, o = 0; j < side; j++) {
      float sx = (float) (px - 0.5 - half * map[0] + (j - half) * map[1]);
      float sy = (float) (py - 0.5 - half * map[2] + (j - half) * map[3]);
      for (int i = 0; i < side; i++, o++) {
        // Rounding may put a sample a hair outside.
        int ix = Math.clamp((int) sx, 0, width - 2);
        int iy = Math.clamp((int) sy, 0, picture.height() - 2);
        float fx = sx - ix;
        float fy = sy - iy;
        int p = iy * width + ix;
        float top = in[p] + fx * (in[p + 1] - in[p]);
        float bottom = in[p + width] + fx * (in[p + width + 1] - in[p + width]);
        out[o] = top + fy * (bottom - top);
        sx += stepX;
        sy += stepY;
      }
    }
    return true;
  }
}
