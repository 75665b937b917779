package studio.viseme.face;

import studio.viseme.image.Luma;
import studio.viseme.image.MipMap;
import studio.viseme.image.RgbImage;

/**
 * A picture's brightness at three sizes, each half the one before, for {@link PyramidFlow}.
 *
 * @param scale pixels of the picture in one of the finest level
 */
record GrayPyramid(Level[] levels, double scale) {
  static final int LEVELS = 3;

  /**
   * @param values 0..255, row by row
   */
  record Level(int width, int height, float[] values) {}

  /**
   * @param finest how often the picture is halved before it is used at all
   */
  static GrayPyramid of(MipMap image, int finest) {
    RgbImage base = image.level(finest);
    Level[] levels = new Level[LEVELS];
    levels[0] = gray(base);
    for (int k = 1; k < LEVELS; k++) {
      levels[k] = half(levels[k - 1]);
    }
    return new GrayPyramid(levels, (double) image.image().width() / base.width());
  }

  private static Level gray(RgbImage image) {
    return new Level(image.width(), image.height(), Luma.of(image).data());
  }

  private static Level half(Level level) {
    int width = Math.max(1, level.width / 2);
    int height = Math.max(1, level.height / 2);
    int right = level.width > 1 ? 1 : 0;
    int down = level.height > 1 ? level.width : 0;
    float[] in = level.values;
    float[] out = new float[width * height];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0, p = 2 * y * level.width; x < width; x++, o++, p += 2) {
        out[o] = (in[p] + in[p + right] + in[p + down] + in[p + down + right]) / 4;
      }
    }
    return new Level(width, height, out);
  }
}
