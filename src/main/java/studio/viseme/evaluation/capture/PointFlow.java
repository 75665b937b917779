package studio.viseme.evaluation.capture;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.FloatPlane;

/**
 * Where a point of one picture went in the next: the tracker of Lucas and Kanade (1981), on a
 * pyramid as in Bouguet, "Pyramidal implementation of the Lucas Kanade feature tracker" (2001). It
 * starts from standing still, and knows nothing of heads. A point is followed there and back, and
 * given up when it doesn't return.
 */
final class PointFlow {
  /** Levels of the pyramids that are needed. */
  static final int LEVELS = 4;

  private static final int RADIUS = 7;
  private static final int SIDE = 2 * RADIUS + 1;
  private static final int STEPS = 12;
  private static final double SMALL_STEP = 0.01;

  /** The least mean square gradient, in levels a pixel, of the direction that is seen worst. */
  private static final double LEAST_TEXTURE = 1.0;

  /** How far beside its start a point may return, pixels. */
  private static final double RETURN = 0.5;

  private final GrayPyramid before;
  private final GrayPyramid after;

  PointFlow(GrayPyramid before, GrayPyramid after) {
    this.before = before;
    this.after = after;
  }

  /**
   * @return how far the point at (x, y) went, pixels, with pixel (i, j) covering [i, i+1) × [j,
   *     j+1); empty where it can't be told
   */
  Optional<double[]> at(double x, double y) {
    double[] there = follow(before, after, x, y);
    if (there == null) {
      return Optional.empty();
    }
    double[] back = follow(after, before, x + there[0], y + there[1]);
    boolean returned = back != null && Math.hypot(there[0] + back[0], there[1] + back[1]) <= RETURN;
    return returned ? Optional.of(there) : Optional.empty();
  }

  private static double @Nullable [] follow(GrayPyramid from, GrayPyramid to, double x, double y) {
    double[] flow = new double[2];
    for (int level = LEVELS - 1; level >= 0; level--) {
      double scale = 1.0 / (1 << level);
      flow[0] *= level == LEVELS - 1 ? 1 : 2;
      flow[1] *= level == LEVELS - 1 ? 1 : 2;
      boolean seen =
          refine(from.levels().get(level), to.levels().get(level), x * scale, y * scale, flow);
      if (!seen && level == 0) {
        return null;
      }
    }
    return flow;
  }

  /** Gauss-Newton steps on one level; false where there is no texture or the picture ends. */
  private static boolean refine(FloatPlane from, FloatPlane to, double x, double y, double[] flow) {
    if (!inside(from, x, y)) {
      return false;
    }
    float[] patch = new float[SIDE * SIDE];
    float[] gx = new float[SIDE * SIDE];
    float[] gy = new float[SIDE * SIDE];
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int j = 0, k = 0; j < SIDE; j++) {
      for (int i = 0; i < SIDE; i++, k++) {
        double px = x - 0.5 + i - RADIUS;
        double py = y - 0.5 + j - RADIUS;
        patch[k] = sample(from, px, py);
        gx[k] = (sample(from, px + 1, py) - sample(from, px - 1, py)) / 2;
        gy[k] = (sample(from, px, py + 1) - sample(from, px, py - 1)) / 2;
        xx += gx[k] * gx[k];
        xy += gx[k] * gy[k];
        yy += gy[k] * gy[k];
      }
    }
    double determinant = xx * yy - xy * xy;
    double weaker = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
    if (weaker < LEAST_TEXTURE * patch.length) {
      return false;
    }
    for (int step = 0; step < STEPS; step++) {
      if (!inside(to, x + flow[0], y + flow[1])) {
        return false;
      }
      double bx = 0;
      double by = 0;
      for (int j = 0, k = 0; j < SIDE; j++) {
        for (int i = 0; i < SIDE; i++, k++) {
          double error =
              patch[k] - sample(to, x - 0.5 + i - RADIUS + flow[0], y - 0.5 + j - RADIUS + flow[1]);
          bx += error * gx[k];
          by += error * gy[k];
        }
      }
      double dx = (yy * bx - xy * by) / determinant;
      double dy = (xx * by - xy * bx) / determinant;
      flow[0] += dx;
      flow[1] += dy;
      if (Math.hypot(dx, dy) < SMALL_STEP) {
        break;
      }
    }
    return true;
  }

  private static boolean inside(FloatPlane plane, double x, double y) {
    double rim = RADIUS + 2;
    return x >= rim && y >= rim && x < plane.width() - rim && y < plane.height() - rim;
  }

  /** Bilinear; whole numbers are the centres of pixels. */
  private static float sample(FloatPlane plane, double x, double y) {
    int ix = (int) x;
    int iy = (int) y;
    float fx = (float) (x - ix);
    float fy = (float) (y - iy);
    float[] data = plane.data();
    int at = iy * plane.width() + ix;
    float top = data[at] + fx * (data[at + 1] - data[at]);
    float bottom =
        data[at + plane.width()] + fx * (data[at + plane.width() + 1] - data[at + plane.width()]);
    return top + fy * (bottom - top);
  }
}
