package studio.viseme.sample;

/** Smooth steps. */
final class Ramp {
  private Ramp() {}

  /** 0 at {@code from}, 1 at {@code to}, smooth between; either may be the greater. */
  static double smooth(double from, double to, double x) {
    double t = Math.clamp((x - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
  }

  static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
