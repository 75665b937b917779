package studio.viseme.capture.check;

import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/** A picture's brightness: luma after ITU-R BT.601, grey levels. */
final class Luma {
  private Luma() {}

  /** The part of a picture inside {@code box}. */
  static GrayImage of(RgbImage image, Rectangle box) {
    GrayImage gray = new GrayImage(box.width(), box.height());
    byte[] in = image.data();
    for (int y = 0; y < box.height(); y++) {
      int p = ((box.y() + y) * image.width() + box.x()) * 3;
      for (int x = 0, o = y * box.width(); x < box.width(); x++, o++, p += 3) {
        gray.data()[o] =
            (byte)
                ((77 * (in[p] & 0xff) + 150 * (in[p + 1] & 0xff) + 29 * (in[p + 2] & 0xff)) >> 8);
      }
    }
    return gray;
  }

  static GrayImage of(RgbImage image) {
    return of(image, new Rectangle(0, 0, image.width(), image.height()));
  }
}
