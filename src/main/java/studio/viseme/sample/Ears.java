package studio.viseme.sample;

import studio.viseme.math.Ramp;

/** Ears: two shells that stand off the head, with a rolled rim. Head space, centimetres. */
final class Ears {
  private static final double HEIGHT = 2.9;
  private static final double BREADTH = 1.55;
  private static final double MIDDLE_Y = 0.7;
  private static final double ROOT_Z = -2.9;

  private Ears() {}

  /**
   * @param side how far from the middle the head's sides are there
   * @param standing how far ears stand off, degrees
   */
  static Surface of(double side, double standing) {
    Surface surface = new Surface();
    double out = Math.sin(Math.toRadians(standing));
    double back = -Math.cos(Math.toRadians(standing));
    for (int ear = -1; ear <= 1; ear += 2) {
      int s = ear;
      surface.grid(
          40,
          14,
          (u, v, p) -> {
            // mirrored, so that the front of either ear is its outside
            double theta = s * 2 * Math.PI * u;
            double r = Math.min(1, v / 0.85);
            double behind = Math.max(0, (v - 0.85) / 0.15);
            double up = HEIGHT * r * Math.sin(theta);
            double lobe = 1 - 0.38 * Ramp.smooth(0, -HEIGHT, up);
            double along = BREADTH * (1 + r * Math.cos(theta)) * lobe;
            // the rim is rolled, the shell deep, a ridge follows the rim inside
            double rim = 0.30 * Math.exp(-Math.pow((r - 0.88) / 0.13, 2));
            double ridge =
                0.22 * Math.exp(-Math.pow((r - 0.55) / 0.10, 2)) * Ramp.smooth(-2, 1, up);
            double shell = -0.35 * Math.exp(-Math.pow(r / 0.40, 2));
            double relief = (rim + ridge + shell) * Ramp.smooth(0, 0.8, along) - 0.35 * behind;
            p[0] = s * (side + out * along - back * relief);
            p[1] = MIDDLE_Y + up + 0.15 * along;
            p[2] = ROOT_Z + back * along + out * relief;
          });
    }
    return surface;
  }
}
