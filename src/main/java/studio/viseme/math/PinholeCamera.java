package studio.viseme.math;

/**
 * A pinhole camera with square pixels. Camera space is x right, y down, z forward; a point projects
 * to {@code (centerX + focal x / z, centerY + focal y / z)} in pixels, where pixel (i, j) covers
 * [i, i+1) × [j, j+1).
 *
 * @param focal focal length in pixels
 */
public record PinholeCamera(int width, int height, double focal, double centerX, double centerY) {
  public static PinholeCamera centered(int width, int height, double focal) {
    return new PinholeCamera(width, height, focal, width / 2.0, height / 2.0);
  }

  public double projectX(Vec3 p) {
    return centerX + focal * p.x() / p.z();
  }

  public double projectY(Vec3 p) {
    return centerY + focal * p.y() / p.z();
  }

  /** The same camera with a picture {@code factor} times the size. */
  public PinholeCamera scaled(double factor) {
    return new PinholeCamera(
        (int) Math.round(width * factor),
        (int) Math.round(height * factor),
        focal * factor,
        centerX * factor,
        centerY * factor);
  }
}
