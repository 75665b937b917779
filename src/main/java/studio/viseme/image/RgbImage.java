package studio.viseme.image;

/**
 * An 8-bit RGB picture: interleaved, top row first, {@code data[(y * width + x) * 3 + channel]},
 * values unsigned. The array is not copied; whoever holds the picture may write it.
 */
public record RgbImage(int width, int height, byte[] data) implements Raster {
  public RgbImage {
    if (width < 1 || height < 1 || data.length != width * height * 3) {
      throw new IllegalArgumentException(width + "x" + height + " with " + data.length + " bytes");
    }
  }

  public RgbImage(int width, int height) {
    this(width, height, new byte[width * height * 3]);
  }

  /** One channel (0 red, 1 green, 2 blue) of a pixel, 0..255. */
  public int get(int x, int y, int channel) {
    return data[(y * width + x) * 3 + channel] & 0xff;
  }

  public void set(int x, int y, int red, int green, int blue) {
    int i = (y * width + x) * 3;
    data[i] = (byte) red;
    data[i + 1] = (byte) green;
    data[i + 2] = (byte) blue;
  }

  public RgbImage copy() {
    return new RgbImage(width, height, data.clone());
  }
}
