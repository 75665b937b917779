package studio.viseme.media;

import studio.viseme.image.RgbImage;

/** Turns pictures by quarter turns, as the display matrix of a hand-held recording asks for. */
final class Turn {
  private Turn() {}

  static RgbImage clockwise(RgbImage image, int quarterTurns) {
    RgbImage turned = image;
    for (int i = 0; i < quarterTurns; i++) {
      turned = quarterClockwise(turned);
    }
    return turned;
  }

  private static RgbImage quarterClockwise(RgbImage image) {
    int width = image.height();
    int height = image.width();
    RgbImage turned = new RgbImage(width, height);
    byte[] from = image.data();
    byte[] to = turned.data();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = ((width - 1 - x) * height + y) * 3;
        int target = (y * width + x) * 3;
        to[target] = from[source];
        to[target + 1] = from[source + 1];
        to[target + 2] = from[source + 2];
      }
    }
    return turned;
  }
}
