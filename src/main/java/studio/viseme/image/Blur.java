package studio.viseme.image;

/** Blurs and grows planes. */
public final class Blur {
  private Blur() {}

  /**
   * Close to a Gaussian of standard deviation {@code sigma} pixels: three box filters. Windows are
   * cut at the rim.
   */
  public static FloatPlane gaussian(FloatPlane plane, double sigma) {
    // Three boxes of width d have variance (d² − 1) / 4.
    int radius = Math.max(1, (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
    BoxFilter box = new BoxFilter(plane.width(), plane.height(), radius);
    float[] out = new float[plane.data().length];
    box.mean(plane.data(), out);
    box.mean(out, out);
    box.mean(out, out);
    return new FloatPlane(plane.width(), plane.height(), out);
  }

  /** The largest value within {@code radius} pixels in x and y. */
  public static FloatPlane dilate(FloatPlane plane, int radius) {
    int w = plane.width();
    int h = plane.height();
    float[] rows = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        float max = Float.NEGATIVE_INFINITY;
        for (int u = Math.max(0, x - radius); u <= Math.min(w - 1, x + radius); u++) {
          max = Math.max(max, plane.data()[y * w + u]);
        }
        rows[y * w + x] = max;
      }
    }
    float[] out = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        float max = Float.NEGATIVE_INFINITY;
        for (int v = Math.max(0, y - radius); v <= Math.min(h - 1, y + radius); v++) {
          max = Math.max(max, rows[v * w + x]);
        }
        out[y * w + x] = max;
      }
    }
    return new FloatPlane(w, h, out);
  }
}
