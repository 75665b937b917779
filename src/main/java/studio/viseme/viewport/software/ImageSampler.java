package studio.viseme.viewport.software;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.viewport.Checkerboard;
import studio.viseme.viewport.Magnification;
import studio.viseme.viewport.PictureArea;
import studio.viseme.viewport.SceneImage;
import studio.viseme.viewport.Srgb;

/**
 * Reads a picture at points, at one size at a time: enlarged beyond {@link
 * Magnification#SMOOTH_LIMIT} the nearest pixel, so that pixels can be seen; enlarged less,
 * bilinear; shrunk, trilinear between halved copies. Averages are taken in linear light.
 */
final class ImageSampler {
  private final SceneImage image;
  private final List<LinearImage> levels = new ArrayList<>();
  private final float[] sum = new float[4];

  ImageSampler(SceneImage image) {
    this.image = image;
  }

  SceneImage image() {
    return image;
  }

  /**
   * One point over the checkerboard.
   *
   * @param u 0..1 over the picture's width
   * @param v 0..1 over its height
   * @param how as for the whole picture
   * @param board the linear value of the checkerboard there
   * @return opaque 0xAARRGGBB
   */
  int sample(double u, double v, Magnification how, Checkerboard.Shade board) {
    return how.isNearest() ? nearest(u, v, board) : filtered(u, v, how.level(), board);
  }

  private int nearest(double u, double v, Checkerboard.Shade board) {
    int x = PictureArea.texel(u, image.width());
    int y = PictureArea.texel(v, image.height());
    int i = y * image.width() + x;
    byte[] color = image.color().data();
    int red = color[3 * i] & 0xff;
    int green = color[3 * i + 1] & 0xff;
    int blue = color[3 * i + 2] & 0xff;
    int alpha = image.alpha() == null ? 255 : image.alpha().data()[i] & 0xff;
    if (alpha == 255) {
      return Argb.opaque(red, green, blue);
    }
    float a = alpha / 255f;
    float below = (1 - a) * board.linear();
    return Argb.opaque(
        Srgb.toEncoded(a * Srgb.toLinear(red) + below),
        Srgb.toEncoded(a * Srgb.toLinear(green) + below),
        Srgb.toEncoded(a * Srgb.toLinear(blue) + below));
  }

  private int filtered(double u, double v, double level, Checkerboard.Shade board) {
    int fine = (int) level;
    float coarser = (float) (level - fine);
    Arrays.fill(sum, 0);
    level(fine).addSample(u, v, 1 - coarser, sum);
    if (coarser > 0) {
      level(fine + 1).addSample(u, v, coarser, sum);
    }
    float below = (1 - sum[3]) * board.linear();
    return Argb.opaque(
        Srgb.toEncoded(sum[0] + below),
        Srgb.toEncoded(sum[1] + below),
        Srgb.toEncoded(sum[2] + below));
  }

  private LinearImage level(int wanted) {
    if (levels.isEmpty()) {
      levels.add(LinearImage.of(image));
    }
    while (levels.size() <= wanted && !isSmallest(levels.getLast())) {
      levels.add(levels.getLast().half());
    }
    return levels.get(Math.min(wanted, levels.size() - 1));
  }

  private static boolean isSmallest(LinearImage level) {
    return level.width() == 1 && level.height() == 1;
  }
}
