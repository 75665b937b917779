package studio.viseme.viewport;

/**
 * How a picture is read at a size, the same for each renderer. A picture that fits is always
 * smooth; one that was enlarged beyond that and beyond {@link #SMOOTH_LIMIT} shows its pixels.
 *
 * @param isNearest each pixel of the viewport shows the nearest of the picture
 * @param level otherwise: 0 reads the picture bilinear, 1 its copy of half the size, values between
 *     mix the two
 */
public record Magnification(boolean isNearest, double level) {
  /** Logical pixels a pixel of the picture, beyond which one wants to see the pixels. */
  public static final double SMOOTH_LIMIT = 2;

  /** Scales this near to 1 show pixel by pixel. */
  private static final double EXACT = 1e-6;

  /**
   * For a picture shown at a placement.
   *
   * @param width of this picture; the scene's second may have another size than its first
   */
  public static Magnification of(Placement placement, int width) {
    double scale = placement.scale() * placement.pictureWidth() / width;
    boolean exact = Math.abs(scale - 1) < EXACT;
    boolean large =
        placement.view().zoom() > 1 && scale > SMOOTH_LIMIT * placement.surface().pixelRatio();
    return new Magnification(exact || large, Math.max(0, -Math.log(scale) / Math.log(2)));
  }
}
