package studio.viseme.image;

/**
 * Frames of one size by number. Thread-safe; {@link #frame} gives a picture of the caller's own.
 */
public interface FrameSource {
  int width();

  int height();

  int count();

  /**
   * @throws IndexOutOfBoundsException outside 0 … count−1
   */
  RgbImage frame(int index);
}
