package studio.viseme.viewport.software;

/** Colours packed as 0xAARRGGBB, premultiplied, which in little-endian memory is BGRA. */
final class Argb {
  private Argb() {}

  static int opaque(int red, int green, int blue) {
    return 0xff << 24 | red << 16 | green << 8 | blue;
  }

  /**
   * A colour laid over another.
   *
   * @param below premultiplied
   * @param color 0x..RRGGBB, its alpha isn't read
   * @param alpha 0..1
   */
  static int over(int below, int color, double alpha) {
    double kept = 1 - alpha;
    int out = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      double value = (color >>> shift & 0xff) * alpha + (below >>> shift & 0xff) * kept;
      out |= (int) (value + 0.5) << shift;
    }
    return out | (int) (255 * alpha + (below >>> 24) * kept + 0.5) << 24;
  }

  /** The alpha of a colour that isn't premultiplied, 0..1. */
  static double alpha(int color) {
    return (color >>> 24) / 255.0;
  }

  /** The absolute difference of two opaque colours, times {@code gain}. */
  static int difference(int first, int second, double gain) {
    int out = 0xff << 24;
    for (int shift = 0; shift < 24; shift += 8) {
      int difference = Math.abs((first >>> shift & 0xff) - (second >>> shift & 0xff));
      out |= (int) Math.min(255, difference * gain + 0.5) << shift;
    }
    return out;
  }
}
