package studio.viseme.image;

/**
 * An affine map of the picture plane, {@code x' = xx·x + xy·y + x0}, {@code y' = yx·x + yy·y + y0}.
 * Coordinates are continuous: pixel (i, j) covers [i, i+1) × [j, j+1), its centre is (i + ½, j +
 * ½).
 */
public record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
  public static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

  /**
   * Scales by {@code scale}, turns clockwise by {@code radians} (y points down), then moves the
   * origin to (x, y).
   */
  public static AffineMap similarity(double scale, double radians, double x, double y) {
    double c = scale * Math.cos(radians);
    double s = scale * Math.sin(radians);
    return new AffineMap(c, -s, x, s, c, y);
  }

  public static AffineMap translation(double x, double y) {
    return new AffineMap(1, 0, x, 0, 1, y);
  }

  public static AffineMap scaling(double sx, double sy) {
    return new AffineMap(sx, 0, 0, 0, sy, 0);
  }

  public double applyX(double x, double y) {
    return xx * x + xy * y + x0;
  }

  public double applyY(double x, double y) {
    return yx * x + yy * y + y0;
  }

  /** This after {@code first}. */
  public AffineMap times(AffineMap first) {
    return new AffineMap(
        xx * first.xx + xy * first.yx,
        xx * first.xy + xy * first.yy,
        applyX(first.x0, first.y0),
        yx * first.xx + yy * first.yx,
        yx * first.xy + yy * first.yy,
        applyY(first.x0, first.y0));
  }

  /**
   * @throws ArithmeticException when the map is singular
   */
  public AffineMap inverse() {
    double det = xx * yy - xy * yx;
    if (Math.abs(det) < 1e-300) {
      throw new ArithmeticException("singular map");
    }
    double a = yy / det;
    double b = -xy / det;
    double c = -yx / det;
    double d = xx / det;
    return new AffineMap(a, b, -(a * x0 + b * y0), c, d, -(c * x0 + d * y0));
  }
}
