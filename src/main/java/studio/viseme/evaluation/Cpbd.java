package studio.viseme.evaluation;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.Luma;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * Sharpness without a reference: the cumulative probability of blur detection (Narvekar, Karam: A
 * No-Reference Image Blur Metric Based on the Cumulative Probability of Blur Detection, IEEE TIP
 * 20(9), 2011). At each vertical edge the width w is measured as Marziliano does, along the row
 * from the nearest brightness minimum to the nearest maximum; a viewer notices the blur with the
 * probability {@code 1 − exp(−(w / w_JNB)^3.6)}, where the just noticeable width w_JNB is 5 px in
 * blocks of a contrast up to 50 and 3 px above; the figure is the share of edges with a probability
 * of at most 63 %.
 *
 * <p>Edges are thinned horizontal Sobel responses above twice the root mean square. Blocks are 64 ×
 * 64 and count when more than 0.2 % of their pixels are edges; the authors find those with Canny's
 * detector, here the same Sobel edges serve.
 */
final class Cpbd {
  static final int BLOCK = 64;

  private static final double EDGE_SHARE = .002;
  private static final double BETA = 3.6;
  private static final int JUST_NOTICEABLE_PERCENT = 63;
  private static final int LONGEST_SIDE = 101;

  private Cpbd() {}

  /**
   * @param area inside the picture; whole blocks from its top left corner are looked at
   * @return 0..1, or NaN when the area has no block or no edge
   */
  static double inside(RgbImage image, Rectangle area) {
    FloatPlane luma = Luma.of(image, area);
    boolean[] edges = edges(luma);
    long sharp = 0;
    long all = 0;
    for (int top = 0; top + BLOCK <= luma.height(); top += BLOCK) {
      for (int left = 0; left + BLOCK <= luma.width(); left += BLOCK) {
        Block block = Block.of(luma, edges, left, top);
        if (block.edges > EDGE_SHARE * BLOCK * BLOCK) {
          int[] counts = count(luma, edges, left, top, block.contrast > 50 ? 3 : 5);
          sharp += counts[0];
          all += counts[1];
        }
      }
    }
    return all == 0 ? Double.NaN : (double) sharp / all;
  }

  /**
   * The smallest area of whole blocks that holds {@code rectangle}, centred on it and moved inside
   * a picture of the given size; smaller than the rectangle where the picture is.
   */
  static Rectangle blocksAround(Rectangle rectangle, int imageWidth, int imageHeight) {
    int width = wholeBlocks(rectangle.width(), imageWidth);
    int height = wholeBlocks(rectangle.height(), imageHeight);
    int x = rectangle.x() + (rectangle.width() - width) / 2;
    int y = rectangle.y() + (rectangle.height() - height) / 2;
    return new Rectangle(
        Math.clamp(x, 0, Math.max(0, imageWidth - width)),
        Math.clamp(y, 0, Math.max(0, imageHeight - height)),
        width,
        height);
  }

  private static int wholeBlocks(int size, int available) {
    int wanted = (size + BLOCK - 1) / BLOCK * BLOCK;
    int fitting = available / BLOCK * BLOCK;
    return fitting == 0 ? available : Math.min(wanted, fitting);
  }

  private record Block(int edges, float contrast) {
    static Block of(FloatPlane luma, boolean[] edges, int left, int top) {
      int count = 0;
      float low = Float.MAX_VALUE;
      float high = -Float.MAX_VALUE;
      for (int y = top; y < top + BLOCK; y++) {
        for (int x = left; x < left + BLOCK; x++) {
          count += edges[y * luma.width() + x] ? 1 : 0;
          low = Math.min(low, luma.get(x, y));
          high = Math.max(high, luma.get(x, y));
        }
      }
      return new Block(count, high - low);
    }
  }

  /** How many edges of a block are sharp, and how many have a width at all. */
  private static int[] count(
      FloatPlane luma, boolean[] edges, int left, int top, int justNoticeable) {
    int sharp = 0;
    int all = 0;
    for (int y = Math.max(1, top); y < Math.min(top + BLOCK, luma.height() - 1); y++) {
      for (int x = Math.max(1, left); x < Math.min(left + BLOCK, luma.width() - 1); x++) {
        int width = edges[y * luma.width() + x] ? width(luma, x, y) : 0;
        if (width > 0) {
          double seen = 1 - Math.exp(-Math.pow((double) width / justNoticeable, BETA));
          sharp += Math.round(seen * 100) <= JUST_NOTICEABLE_PERCENT ? 1 : 0;
          all++;
        }
      }
    }
    return new int[] {sharp, all};
  }

  /** The width of the edge at (x, y), or 0 when its gradient isn't within 22.5° of the row. */
  private static int width(FloatPlane luma, int x, int y) {
    float dx = luma.get(x + 1, y) - luma.get(x - 1, y);
    float dy = luma.get(x, y + 1) - luma.get(x, y - 1);
    long octant = Math.round(Math.toDegrees(Math.atan2(dy, dx)) / 45);
    if (dx == 0 && dy == 0 || octant != 0 && Math.abs(octant) != 4) {
      return 0;
    }
    float rising = octant == 0 ? 1 : -1;
    return run(luma, x, y, -1, -rising) + run(luma, x, y, 1, rising);
  }

  /**
   * Steps from the edge's neighbour on until the brightness stops going the way of {@code sign}.
   */
  private static int run(FloatPlane luma, int x, int y, int step, float sign) {
    int steps = 1;
    int at = x + step;
    while (steps < LONGEST_SIDE
        && at + step >= 0
        && at + step < luma.width()
        && (luma.get(at + step, y) - luma.get(at, y)) * sign > 0) {
      at += step;
      steps++;
    }
    return steps;
  }

  private static boolean[] edges(FloatPlane luma) {
    int width = luma.width();
    int height = luma.height();
    float[] strength = new float[width * height];
    double sum = 0;
    for (int y = 0; y < height; y++) {
      int above = Math.max(0, y - 1);
      int below = Math.min(height - 1, y + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - 1);
        int right = Math.min(width - 1, x + 1);
        float gradient =
            (luma.get(right, above)
                    + 2 * luma.get(right, y)
                    + luma.get(right, below)
                    - luma.get(left, above)
                    - 2 * luma.get(left, y)
                    - luma.get(left, below))
                / 8;
        strength[y * width + x] = gradient * gradient;
        sum += gradient * gradient;
      }
    }
    double threshold = 4 * sum / strength.length;
    for (int i = 0; i < strength.length; i++) {
      if (strength[i] <= threshold) {
        strength[i] = 0;
      }
    }
    return ridges(strength, width, height);
  }

  /** Where the strength exceeds both neighbours of the row or both of the column. */
  private static boolean[] ridges(float[] strength, int width, int height) {
    boolean[] ridge = new boolean[strength.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float s = strength[i];
        boolean alongRow =
            s > (x > 0 ? strength[i - 1] : 0) && s > (x < width - 1 ? strength[i + 1] : 0);
        boolean alongColumn =
            s > (y > 0 ? strength[i - width] : 0) && s > (y < height - 1 ? strength[i + width] : 0);
        ridge[i] = alongRow || alongColumn;
      }
    }
    return ridge;
  }
}
