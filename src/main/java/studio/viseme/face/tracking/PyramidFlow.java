package studio.viseme.face.tracking;

import studio.viseme.image.FloatPlane;

/**
 * Follows single points from one picture to another by the pyramidal method of Lucas and Kanade
 * (Bouguet, "Pyramidal implementation of the Lucas Kanade feature tracker", 2000): at each level,
 * from coarse to fine, Gauss-Newton on the squared difference of two small windows.
 *
 * <p>Gradients are taken free of their mean, so that a change of light over the whole window moves
 * nothing. A point is given up where its window leaves the picture, has nothing to hold on to in
 * some direction, or doesn't come back to where it started when it is followed in reverse. Not
 * thread-safe.
 */
final class PyramidFlow {
  /** The window reaches this far, pixels of a level. */
  private static final int RADIUS = 7;

  private static final int SIDE = 2 * RADIUS + 1;
  private static final int PADDED = SIDE + 2;
  private static final int MAX_ITERATIONS = 10;
  private static final double SETTLED = 0.01;

  /** Least mean squared gradient in the weakest direction, (grey levels per pixel)². */
  private static final double LEAST_TEXTURE = 0.2;

  /** How far from its start a point may come back, pixels of the finest level. */
  private static final double MAX_RETURN = 0.3;

  private final float[] padded = new float[PADDED * PADDED];
  private final float[] gradientX = new float[SIDE * SIDE];
  private final float[] gradientY = new float[SIDE * SIDE];
  private final float[] window = new float[SIDE * SIDE];
  private final float[] template = new float[SIDE * SIDE];

  /** Where the last point was found, pixels of the picture. */
  double x;

  double y;

  /** Looks for a point of one picture in another of the same size; true when it was found. */
  boolean follow(GrayPyramid from, GrayPyramid to, double startX, double startY) {
    double sx = startX / from.scale();
    double sy = startY / from.scale();
    if (!descend(from, to, sx, sy)) {
      return false;
    }
    double foundX = x;
    double foundY = y;
    if (!descend(to, from, foundX, foundY) || Math.hypot(x - sx, y - sy) > MAX_RETURN) {
      return false;
    }
    x = foundX * from.scale();
    y = foundY * from.scale();
    return true;
  }

  /** Coordinates of the finest level; leaves the place in x and y. */
  private boolean descend(GrayPyramid from, GrayPyramid to, double startX, double startY) {
    double moveX = 0;
    double moveY = 0;
    for (int k = GrayPyramid.LEVELS - 1; k >= 0; k--) {
      double shrink = 1.0 / (1 << k);
      x = moveX * 2;
      y = moveY * 2;
      boolean held = refine(from.levels()[k], to.levels()[k], startX * shrink, startY * shrink);
      if (!held && k == 0) {
        return false;
      }
      moveX = held ? x : moveX * 2;
      moveY = held ? y : moveY * 2;
    }
    x = startX + moveX;
    y = startY + moveY;
    return true;
  }

  /** Betters the move in x and y at one level. */
  private boolean refine(FloatPlane from, FloatPlane to, double px, double py) {
    if (!sample(from, px, py, PADDED, padded)) {
      return false;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double meanX = 0;
    double meanY = 0;
    for (int j = 0, o = 0; j < SIDE; j++) {
      for (int i = 0, p = (j + 1) * PADDED + 1; i < SIDE; i++, o++, p++) {
        template[o] = padded[p];
        gradientX[o] = (padded[p + 1] - padded[p - 1]) / 2;
        gradientY[o] = (padded[p + PADDED] - padded[p - PADDED]) / 2;
        meanX += gradientX[o];
        meanY += gradientY[o];
      }
    }
    int n = SIDE * SIDE;
    meanX /= n;
    meanY /= n;
    for (int o = 0; o < n; o++) {
      gradientX[o] -= (float) meanX;
      gradientY[o] -= (float) meanY;
      xx += gradientX[o] * gradientX[o];
      xy += gradientX[o] * gradientY[o];
      yy += gradientY[o] * gradientY[o];
    }
    double weakest = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
    if (weakest < LEAST_TEXTURE * n) {
      return false;
    }
    double determinant = xx * yy - xy * xy;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      if (!sample(to, px + x, py + y, SIDE, window)) {
        return false;
      }
      double bx = 0;
      double by = 0;
      for (int o = 0; o < n; o++) {
        float difference = template[o] - window[o];
        bx += difference * gradientX[o];
        by += difference * gradientY[o];
      }
      double stepX = (yy * bx - xy * by) / determinant;
      double stepY = (xx * by - xy * bx) / determinant;
      x += stepX;
      y += stepY;
      if (Math.abs(stepX) < SETTLED && Math.abs(stepY) < SETTLED) {
        return true;
      }
    }
    return true;
  }

  /**
   * The window of {@code side}² pixels around a point, bilinear; false when it leaves the level.
   */
  private static boolean sample(FloatPlane level, double px, double py, int side, float[] out) {
    double left = px - 0.5 - side / 2;
    double top = py - 0.5 - side / 2;
    // Written so that what isn't a number is outside as well.
    if (!(left >= 0 && top >= 0 && left + side < level.width() && top + side < level.height())) {
      return false;
    }
    int ix = (int) left;
    int iy = (int) top;
    float fx = (float) (left - ix);
    float fy = (float) (top - iy);
    float a = (1 - fx) * (1 - fy);
    float b = fx * (1 - fy);
    float c = (1 - fx) * fy;
    float d = fx * fy;
    float[] in = level.data();
    int width = level.width();
    for (int j = 0, o = 0; j < side; j++) {
      int p = (iy + j) * width + ix;
      for (int i = 0; i < side; i++, o++, p++) {
        out[o] = a * in[p] + b * in[p + 1] + c * in[p + width] + d * in[p + width + 1];
      }
    }
    return true;
  }
}
