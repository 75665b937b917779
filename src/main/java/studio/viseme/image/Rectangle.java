package studio.viseme.image;

/** Whole pixels: x and y of the top left corner, width and height. */
public record Rectangle(int x, int y, int width, int height) {
  public int right() {
    return x + width;
  }

  public int bottom() {
    return y + height;
  }

  /** The same, grown by {@code margin} on each side. */
  public Rectangle grow(int margin) {
    return new Rectangle(x - margin, y - margin, width + 2 * margin, height + 2 * margin);
  }

  /** What is left of it inside a picture of the given size; at least one pixel. */
  public Rectangle clip(int imageWidth, int imageHeight) {
    int left = Math.clamp(x, 0, imageWidth - 1);
    int top = Math.clamp(y, 0, imageHeight - 1);
    return new Rectangle(
        left,
        top,
        Math.max(1, Math.min(right(), imageWidth) - left),
        Math.max(1, Math.min(bottom(), imageHeight) - top));
  }
}
