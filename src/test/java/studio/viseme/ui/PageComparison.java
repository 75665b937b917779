package studio.viseme.ui;

import studio.viseme.image.RgbImage;

/**
 * Tells two pictures of a page apart as a person does: a glyph's rim may be a shade darker, a line
 * of text a fraction of a pixel to the left; a control may not be elsewhere.
 *
 * <p>Both are blurred a little, and each tile's mean difference counts. So a thin rim of small
 * differences stays below the limit, and what stands elsewhere is a step of many levels in at least
 * one tile.
 */
final class PageComparison {
  /** Pixels of a tile's side. */
  static final int TILE = 16;

  /**
   * The largest mean difference of a tile, levels of 255. Measured on the pages: a picture moved by
   * a quarter of a pixel reaches 6.4, one with softer rims 4.0; a button moved by three pixels
   * reaches 50.
   */
  static final double LIMIT = 8;

  private static final int BLUR = 1;

  /** Where they differ most, and by how much. */
  record Worst(int x, int y, double difference) {
    boolean isSeen() {
      return difference > LIMIT;
    }
  }

  private PageComparison() {}

  static Worst worst(RgbImage a, RgbImage b) {
    double[] first = blurred(a);
    double[] second = blurred(b);
    Worst worst = new Worst(0, 0, 0);
    // Tiles overlap by half, so that no border between them hides anything.
    for (int y = 0; y + TILE <= a.height(); y += TILE / 2) {
      for (int x = 0; x + TILE <= a.width(); x += TILE / 2) {
        double difference = difference(first, second, a.width(), x, y);
        if (difference > worst.difference) {
          worst = new Worst(x, y, difference);
        }
      }
    }
    return worst;
  }

  private static double difference(double[] a, double[] b, int width, int left, int top) {
    double sum = 0;
    for (int y = top; y < top + TILE; y++) {
      for (int i = 3 * (y * width + left); i < 3 * (y * width + left + TILE); i++) {
        sum += Math.abs(a[i] - b[i]);
      }
    }
    return sum / (3 * TILE * TILE);
  }

  private static double[] blurred(RgbImage image) {
    double[] out = new double[image.data().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < 3; c++) {
          out[3 * (y * image.width() + x) + c] = mean(image, x, y, c);
        }
      }
    }
    return out;
  }

  private static double mean(RgbImage image, int x, int y, int channel) {
    int sum = 0;
    int count = 0;
    for (int v = Math.max(0, y - BLUR); v <= Math.min(image.height() - 1, y + BLUR); v++) {
      for (int u = Math.max(0, x - BLUR); u <= Math.min(image.width() - 1, x + BLUR); u++) {
        sum += image.get(u, v, channel) & 255;
        count++;
      }
    }
    return (double) sum / count;
  }
}
