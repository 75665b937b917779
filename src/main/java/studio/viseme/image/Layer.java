package studio.viseme.image;

/**
 * A rendered head with its opacity: premultiplied linear-in-8-bit-space colour, interleaved RGBA
 * floats 0..1, top row first.
 *
 * @param rgba height × width × 4
 */
public record Layer(int width, int height, float[] rgba) {
  public Layer {
    if (rgba.length != width * height * 4) {
      throw new IllegalArgumentException(width + "x" + height + " with " + rgba.length + " values");
    }
  }
}
