package studio.viseme.image;

/**
 * An 8-bit picture of one channel: a soft mask (0 outside, 255 inside) or a map of labels. Top row
 * first.
 */
public record GrayImage(int width, int height, byte[] data) {
  public GrayImage {
    if (width < 1 || height < 1 || data.length != width * height) {
      throw new IllegalArgumentException(width + "x" + height + " with " + data.length + " bytes");
    }
  }

  public GrayImage(int width, int height) {
    this(width, height, new byte[width * height]);
  }

  public int get(int x, int y) {
    return data[y * width + x] & 0xff;
  }

  public void set(int x, int y, int value) {
    data[y * width + x] = (byte) value;
  }

  public GrayImage copy() {
    return new GrayImage(width, height, data.clone());
  }
}
