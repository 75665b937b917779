package studio.viseme.evaluation;

import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;

/**
 * The one mask of all backends: head and neck as the real frame was parsed, dilated by a disc of 4 px. Inside it the avatar
 * answers for every pixel.
 *
 * @param mask 255 inside, 0 outside
 * @param bounds its bounding box
 */
record HeadMask(GrayImage mask, Rectangle bounds) {
  static final int DILATION = 4;

  /** @return null when the frame shows neither head nor neck */
  static HeadMask of(GrayImage labels) {
    int width = labels.width();
    int height = labels.height();
    GrayImage mask = new GrayImage(width, height);
    int left = width;
    int top = height;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        FaceRegion region = FaceRegion.of(labels.get(x, y));
        if (region.isHead() || region == FaceRegion.NECK) {
          stamp(mask, x, y);
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right < 0) {
      return null;
    }
    Rectangle bounds = new Rectangle(left, top, right - left + 1, bottom - top + 1).grow(DILATION);
    return new HeadMask(mask, bounds.clip(width, height));
  }

  private static void stamp(GrayImage mask, int x, int y) {
    for (int dy = -DILATION; dy <= DILATION; dy++) {
      int row = y + dy;
      if (row < 0 || row >= mask.height()) {
        continue;
      }
      int reach = (int) Math.sqrt(DILATION * DILATION - dy * dy);
      int from = Math.max(0, x - reach);
      int to = Math.min(mask.width() - 1, x + reach);
      java.util.Arrays.fill(mask.data(), row * mask.width() + from, row * mask.width() + to + 1, (byte) 255);
    }
  }
}
