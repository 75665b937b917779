package studio.viseme.viewport;

/** How the two pictures of a scene are shown. */
public sealed interface Mode {
  /** The first picture alone. */
  Mode IMAGE = new Image();

  /** The first picture alone. */
  record Image() implements Mode {}

  /**
   * The first picture at the left of a divider, the second at its right.
   *
   * @param position of the divider, 0 the viewport's left edge … 1 its right
   */
  record Split(double position) implements Mode {
    public Split {
      if (!(position >= 0 && position <= 1)) {
        throw new IllegalArgumentException("divider at " + position);
      }
    }

    /** The first column that shows the second picture. */
    public int divider(int viewportWidth) {
      return (int) Math.rint(position * viewportWidth);
    }
  }

  /**
   * The absolute difference of the two, channel by channel in sRGB values: black where they agree.
   *
   * @param gain times which it is shown, &gt; 0
   */
  record Difference(double gain) implements Mode {
    public Difference {
      if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("gain " + gain);
      }
    }
  }
}
