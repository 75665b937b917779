package studio.viseme.viewport;

/**
 * What a frame is drawn for.
 *
 * @param width in physical pixels
 * @param height in physical pixels
 * @param pixelRatio physical pixels in a logical one: lines keep their width to the eye on a dense
 *     screen
 */
public record Surface(int width, int height, double pixelRatio) {
  /**
   * The largest width and height: what every OpenGL 3.3 takes is less, what screens have is too.
   */
  public static final int MAX_SIZE = 8192;

  public Surface {
    if (width < 1 || height < 1 || width > MAX_SIZE || height > MAX_SIZE) {
      throw new IllegalArgumentException("viewport of " + width + "x" + height);
    }
    if (!(pixelRatio > 0 && pixelRatio <= 16)) {
      throw new IllegalArgumentException("pixel ratio " + pixelRatio);
    }
  }
}
