package studio.viseme.math;

/**
 * A smooth line through knots that nowhere swings beyond them: between two knots it stays between
 * their values, and it is held before the first and after the last (Fritsch and Carlson, "Monotone
 * piecewise cubic interpolation", 1980, with the slopes of Brodlie's harmonic mean).
 */
public final class MonotoneCubic {
  private final double[] places;
  private final double[] values;
  private final double[] slopes;

  /**
   * @param places of the knots, at least one, rising
   * @param values at them
   */
  public MonotoneCubic(double[] places, double[] values) {
    if (places.length == 0 || places.length != values.length) {
      throw new IllegalArgumentException(places.length + " places of " + values.length + " values");
    }
    for (int i = 1; i < places.length; i++) {
      if (!(places[i] > places[i - 1])) {
        throw new IllegalArgumentException("knot " + i + " isn't behind the one before it");
      }
    }
    this.places = places.clone();
    this.values = values.clone();
    this.slopes = new double[places.length];
    for (int i = 1; i < places.length - 1; i++) {
      slopes[i] = slope(i);
    }
  }

  /** Level at turning points; elsewhere the harmonic mean of both sides, weighed by distance. */
  private double slope(int i) {
    double before = places[i] - places[i - 1];
    double after = places[i + 1] - places[i];
    double rise = (values[i] - values[i - 1]) / before;
    double next = (values[i + 1] - values[i]) / after;
    if (rise * next <= 0) {
      return 0;
    }
    double share = (before + 2 * after) / (3 * (before + after));
    return rise * next / (share * next + (1 - share) * rise);
  }

  /** The value at a place. */
  public double at(double place) {
    int last = places.length - 1;
    if (place <= places[0]) {
      return values[0];
    }
    if (place >= places[last]) {
      return values[last];
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (places[middle] <= place) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double length = places[high] - places[low];
    double t = (place - places[low]) / length;
    double rest = 1 - t;
    return values[low] * rest * rest * (1 + 2 * t)
        + values[high] * t * t * (1 + 2 * rest)
        + length * t * rest * (slopes[low] * rest - slopes[high] * t);
  }
}
