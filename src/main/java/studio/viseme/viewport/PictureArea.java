package studio.viseme.viewport;

import studio.viseme.image.AffineMap;

/**
 * The pixels of the viewport whose centres show the picture, and the points they show: the one rule
 * of all passes that are stretched over the picture. Columns left … right−1, rows top … bottom−1;
 * none when the picture is out of sight.
 */
public record PictureArea(
    int left, int top, int right, int bottom, Axis horizontal, Axis vertical) {
  /** Points this near before a border between two texels, in texels, count as beyond it. */
  private static final double BORDER = 1.0 / 512;

  /**
   * From pixels of the viewport to 0..1 over the picture, along one axis.
   *
   * @param scale picture sizes a pixel
   * @param offset where the viewport's edge lies
   */
  public record Axis(double scale, double offset) {
    /** What the pixel's centre shows. */
    public double at(int pixel) {
      return (pixel + 0.5) * scale + offset;
    }
  }

  public static PictureArea of(Placement placement) {
    AffineMap map = placement.toViewport();
    int width = placement.pictureWidth();
    int height = placement.pictureHeight();
    Surface surface = placement.surface();
    return new PictureArea(
        first(map.x0(), surface.width()),
        first(map.y0(), surface.height()),
        first(map.applyX(width, 0), surface.width()),
        first(map.applyY(0, height), surface.height()),
        axis(map.xx() * width, map.x0()),
        axis(map.yy() * height, map.y0()));
  }

  private static Axis axis(double size, double start) {
    return new Axis(1 / size, -start / size);
  }

  /** The first pixel whose centre lies at or beyond an edge. */
  private static int first(double edge, int size) {
    return (int) Math.clamp(Math.ceil(edge - 0.5), 0, size);
  }

  /** What of it lies in columns {@code from} … {@code to}−1. */
  public PictureArea between(int from, int to) {
    int start = Math.max(left, from);
    return new PictureArea(
        start, top, Math.max(start, Math.min(right, to)), bottom, horizontal, vertical);
  }

  public boolean isEmpty() {
    return right <= left || bottom <= top;
  }

  public double u(int x) {
    return horizontal.at(x);
  }

  public double v(int y) {
    return vertical.at(y);
  }

  /**
   * The pixel of a picture of this size that a point lies in. A point on the border between two is
   * in the further one, whatever rounding makes of it.
   *
   * @param at 0..1 over the picture
   */
  public static int texel(double at, int size) {
    return Math.clamp((int) (at * size + BORDER), 0, size - 1);
  }
}
