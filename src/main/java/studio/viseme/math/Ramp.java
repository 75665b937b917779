package studio.viseme.math;

/** Passages from one value to another. */
public final class Ramp {
  private Ramp() {}

  /**
   * 0 at {@code from}, 1 at {@code to}, a {@link SmoothStep} between; either may be the greater.
   */
  public static double smooth(double from, double to, double x) {
    return SmoothStep.of((x - from) / (to - from));
  }

  /** {@code a} for {@code t} of 0, {@code b} for 1, straight between and beyond. */
  public static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
