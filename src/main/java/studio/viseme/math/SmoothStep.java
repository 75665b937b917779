package studio.viseme.math;

/** The cubic passage 3t² − 2t³ from 0 to 1, level at both ends and beyond them. */
public final class SmoothStep {
  private SmoothStep() {}

  /** 0 for {@code t} of 0 and less, 1 for 1 and more. */
  public static float of(float t) {
    float x = Math.clamp(t, 0f, 1f);
    return x * x * (3 - 2 * x);
  }

  /** 0 for {@code t} of 0 and less, 1 for 1 and more. */
  public static double of(double t) {
    double x = Math.clamp(t, 0, 1);
    return x * x * (3 - 2 * x);
  }
}
