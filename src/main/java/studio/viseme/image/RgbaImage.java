package studio.viseme.image;

/**
 * An 8-bit picture that can be seen through: interleaved, top row first, {@code data[(y * width +
 * x) * 4 + channel]}, values unsigned. Colour is straight, not multiplied by opacity, as PNG and
 * ProRes keep it. The array is not copied; whoever holds the picture may write it.
 */
public record RgbaImage(int width, int height, byte[] data) implements Raster {
  public RgbaImage {
    if (width < 1 || height < 1 || data.length != width * height * 4) {
      throw new IllegalArgumentException(width + "x" + height + " with " + data.length + " bytes");
    }
  }

  public RgbaImage(int width, int height) {
    this(width, height, new byte[width * height * 4]);
  }

  /** One channel (0 red, 1 green, 2 blue, 3 opacity) of a pixel, 0..255. */
  public int get(int x, int y, int channel) {
    return data[(y * width + x) * 4 + channel] & 0xff;
  }

  /**
   * What was drawn over black and over white, taken off again: opacity is what of the white doesn't
   * come through, colour what is left over black (difference matting; Smith and Blinn, <i>Blue
   * Screen Matting</i>, SIGGRAPH 1996, theorem 4). Exact to a step of 1/255 for whatever was
   * composited in a linear way.
   *
   * @throws IllegalArgumentException for pictures of two sizes
   */
  public static RgbaImage between(RgbImage overBlack, RgbImage overWhite) {
    if (overBlack.width() != overWhite.width() || overBlack.height() != overWhite.height()) {
      throw new IllegalArgumentException(
          "%dx%d and %dx%d"
              .formatted(
                  overBlack.width(), overBlack.height(), overWhite.width(), overWhite.height()));
    }
    RgbaImage out = new RgbaImage(overBlack.width(), overBlack.height());
    byte[] dark = overBlack.data();
    byte[] light = overWhite.data();
    for (int from = 0, to = 0; from < dark.length; from += 3, to += 4) {
      int through = 0;
      for (int c = 0; c < 3; c++) {
        through += (light[from + c] & 0xff) - (dark[from + c] & 0xff);
      }
      int opacity = Math.clamp(255 - Math.round(through / 3f), 0, 255);
      for (int c = 0; c < 3 && opacity > 0; c++) {
        int colour = ((dark[from + c] & 0xff) * 255 + opacity / 2) / opacity;
        out.data[to + c] = (byte) Math.min(colour, 255);
      }
      out.data[to + 3] = (byte) opacity;
    }
    return out;
  }
}
