package studio.viseme.face.tracking;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.Luma;
import studio.viseme.image.MipMap;
import studio.viseme.image.RgbImage;

/**
 * A picture's brightness, 0..255, at three sizes, each half the one before, for {@link
 * PyramidFlow}.
 *
 * @param scale pixels of the picture in one of the finest level
 */
record GrayPyramid(FloatPlane[] levels, double scale) {
  static final int LEVELS = 3;

  /**
   * @param finest how often the picture is halved before it is used at all
   */
  static GrayPyramid of(MipMap image, int finest) {
    RgbImage base = image.level(finest);
    FloatPlane[] levels = new FloatPlane[LEVELS];
    levels[0] = Luma.of(base);
    for (int k = 1; k < LEVELS; k++) {
      levels[k] = half(levels[k - 1]);
    }
    return new GrayPyramid(levels, (double) image.image().width() / base.width());
  }

  private static FloatPlane half(FloatPlane level) {
    int width = Math.max(1, level.width() / 2);
    int height = Math.max(1, level.height() / 2);
    int right = level.width() > 1 ? 1 : 0;
    int down = level.height() > 1 ? level.width() : 0;
    float[] in = level.data();
    float[] out = new float[width * height];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0, p = 2 * y * level.width(); x < width; x++, o++, p += 2) {
        out[o] = (in[p] + in[p + right] + in[p + down] + in[p + down + right]) / 4;
      }
    }
    return new FloatPlane(width, height, out);
  }
}
