package studio.viseme.compute;

/**
 * A planar picture on an engine: channel c of pixel (x, y) lies at {@code offset + (c * height + y)
 * * width + x}, top row first. Values are 0..1. A picture of a region of a frame is just as large
 * as the region.
 *
 * @param channels 4 = RGBA with premultiplied colour, 3 = RGB, 1 = a weight or mask
 */
public record Picture(Floats buffer, long offset, int channels, int width, int height) {
  public Picture {
    if (offset < 0 || channels < 1 || width < 0 || height < 0) {
      throw new IllegalArgumentException(channels + " channels of " + width + "x" + height);
    }
    if (offset + (long) channels * width * height > buffer.size()) {
      throw new IndexOutOfBoundsException(
          channels + " channels of " + width + "x" + height + " in " + buffer.size() + " floats");
    }
  }

  /**
   * The front of a buffer; the buffer may be larger, so one buffer serves regions that change from
   * frame to frame.
   */
  public static Picture of(Floats buffer, int channels, int width, int height) {
    return new Picture(buffer, 0, channels, width, height);
  }

  /** A new buffer of just the size needed. Close it by {@code buffer().close()}. */
  public static Picture allocate(Engine engine, int channels, int width, int height) {
    return of(engine.floats((long) channels * width * height), channels, width, height);
  }

  /** Pixels of one channel. */
  public int pixels() {
    return Math.multiplyExact(width, height);
  }

  /** The same floats as channels × pixels. */
  public Batch asBatch() {
    return new Batch(buffer, offset, channels, pixels(), pixels());
  }

  /** Uploads channels × height × width floats. */
  public void upload(float[] planes) {
    asBatch().upload(planes);
  }

  /** Downloads channels × height × width floats. */
  public float[] download() {
    return asBatch().download();
  }
}
