package studio.viseme.sample;

import studio.viseme.math.Ramp;

/**
 * Makes somebody of the canonical face: a shape that belongs to nobody. The canonical face is an
 * average, with narrow eyes and parted lips; this one opens the eyes, closes and fills the lips,
 * and slims jaw and nose.
 */
final class Identity {
  /** How far the eyeballs' centres are from the middle, and how high, centimetres. */
  static final double EYE_SIDE = 3.15;

  static final double EYE_HEIGHT = 2.68;

  private Identity() {}

  static float[] shape(float[] canonical, HeadShape head) {
    float[] v = canonical.clone();
    for (int i = 0; i < FacePoints.COUNT; i++) {
      float x = v[3 * i];
      float y = v[3 * i + 1];
      // a fuller jaw
      double jaw = Math.exp(-square((y + 5.2) / 2.6));
      v[3 * i] = (float) (x * (1 + 0.035 * jaw) * (1 - 0.015 * Ramp.smooth(3, 0, y)));
      // a narrower nose
      double nose =
          Math.exp(-square(x / 1.7) - square((y + 0.6) / 1.6))
              * Ramp.smooth(4.3, 5.4, v[3 * i + 2]);
      v[3 * i] *= (float) (1 - 0.1 * nose);
    }
    fillLips(v);
    openEye(v, FacePoints.LEFT_EYE);
    openEye(v, FacePoints.RIGHT_EYE);
    closeLips(v);
    smile(v);
    head.apply(v);
    return v;
  }

  private static void openEye(float[] v, FacePoints.Eye eye) {
    double[] upper = {0.08, 0.15, 0.20, 0.23, 0.22, 0.16, 0.07};
    double[] lower = {0.01, 0.03, 0.05, 0.06, 0.06, 0.05, 0.02};
    for (int k = 0; k < upper.length; k++) {
      v[3 * eye.upperMargin()[k] + 1] += (float) upper[k];
      v[3 * eye.upperFold()[k] + 1] += (float) (0.85 * upper[k]);
      // the crease lies deep, and the skin above it bulges
      v[3 * eye.upperFold()[k] + 2] -= 0.14f;
      v[3 * eye.upperOrbit()[k] + 2] += 0.05f;
      v[3 * eye.upperOrbit()[k] + 1] += (float) (0.35 * upper[k]);
      v[3 * eye.lowerMargin()[k] + 1] -= (float) lower[k];
      v[3 * eye.lowerFold()[k] + 1] -= (float) (0.9 * lower[k]);
    }
  }

  /** Fuller lips: their outer borders move apart. */
  private static void fillLips(float[] v) {
    double[] share = {1, 0.75, 0.35, 0};
    for (int j = 1; j < 10; j++) {
      double c = (j - 5) / 5.0;
      double middle = 1 - c * c;
      for (int r = 0; r < 4; r++) {
        v[3 * FacePoints.UPPER_LIP[r][j] + 1] += (float) (0.10 * share[r] * middle);
        v[3 * FacePoints.LOWER_LIP[r][j] + 1] -= (float) (0.16 * share[r] * middle);
        v[3 * FacePoints.LOWER_LIP[r][j] + 2] += (float) (0.10 * share[3 - r] * middle);
      }
    }
  }

  /** A friendly rest: the corners of the mouth a little up and out. */
  private static void smile(float[] v) {
    for (int i = 0; i < FacePoints.COUNT; i++) {
      double side = Math.abs(v[3 * i]);
      double near = Math.exp(-square((side - 2.5) / 0.75) - square((v[3 * i + 1] + 4.3) / 0.8));
      v[3 * i] += (float) (Math.signum(v[3 * i]) * 0.07 * near);
      v[3 * i + 1] += (float) (0.17 * near);
    }
  }

  /** Brings the inner borders together and lets the red of the lips follow. */
  private static void closeLips(float[] v) {
    double[] share = {0.1, 0.4, 0.75, 1};
    for (int j = 1; j < 10; j++) {
      int up = FacePoints.UPPER_LIP[3][j];
      int down = FacePoints.LOWER_LIP[3][j];
      double gap = v[3 * up + 1] - v[3 * down + 1];
      double depth = v[3 * up + 2] - v[3 * down + 2];
      for (int r = 0; r < 4; r++) {
        int a = FacePoints.UPPER_LIP[r][j];
        int b = FacePoints.LOWER_LIP[r][j];
        // a little beyond each other: smoothing draws them apart again
        v[3 * a + 1] -= (float) (share[r] * (gap * 0.5 + 0.05));
        v[3 * b + 1] += (float) (share[r] * (gap * 0.5 + 0.05));
        v[3 * a + 2] -= (float) (share[r] * depth * 0.5);
        v[3 * b + 2] += (float) (share[r] * depth * 0.5);
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }
}
