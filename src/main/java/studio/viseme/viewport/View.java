package studio.viseme.viewport;

/**
 * Which part of a picture is seen and how large, independent of the sizes of picture and viewport:
 * a picture that fits still fits after a resize. {@link Placement} does the arithmetic.
 *
 * @param zoom 1 = the whole picture just fits
 * @param centerX the point of the picture in the viewport's middle, 0 its left edge … 1 its right
 * @param centerY the same downwards
 */
public record View(double zoom, double centerX, double centerY) {
  public static final double MIN_ZOOM = 1.0 / 16;
  public static final double MAX_ZOOM = 64;

  /** The whole picture, as large as it fits. */
  public static final View FIT = new View(1, 0.5, 0.5);

  /** Zoom and centre are brought into their ranges. */
  public View {
    if (Double.isNaN(zoom) || Double.isNaN(centerX) || Double.isNaN(centerY)) {
      throw new IllegalArgumentException("zoom " + zoom + " at " + centerX + ", " + centerY);
    }
    zoom = Math.clamp(zoom, MIN_ZOOM, MAX_ZOOM);
    centerX = Math.clamp(centerX, 0, 1);
    centerY = Math.clamp(centerY, 0, 1);
  }
}
