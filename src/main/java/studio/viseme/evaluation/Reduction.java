package studio.viseme.evaluation;

import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * Pictures reduced to {@value #LINES} lines by averaging areas, and rectangles with them: the size
 * at which drafts learn, and at which many papers measure. Detail that is out of place by a pixel
 * of the clip counts less there. Pictures that are no larger stay as they are.
 */
final class Reduction {
  static final int LINES = 256;

  private final int lines;
  private final int width;
  private final int height;

  /**
   * @param width of the pictures, pixels
   */
  Reduction(int width, int height) {
    this.lines = height;
    this.height = Math.min(LINES, height);
    this.width = Math.max(1, Math.round((float) width * this.height / height));
  }

  RgbImage of(RgbImage picture) {
    return Resampling.area(picture, width, height);
  }

  /** The smallest rectangle of reduced pixels that holds all of the given one. */
  Rectangle of(Rectangle area) {
    int left = area.x() * height / lines;
    int top = area.y() * height / lines;
    int right = -Math.floorDiv(-area.right() * height, lines);
    int bottom = -Math.floorDiv(-area.bottom() * height, lines);
    return new Rectangle(left, top, right - left, bottom - top).clip(width, height);
  }
}
