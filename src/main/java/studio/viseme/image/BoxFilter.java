package studio.viseme.image;

import java.util.Arrays;

/**
 * The mean over a square window, windows cut at the rim; time doesn't depend on the window's size.
 */
final class BoxFilter {
  private final int width;
  private final int height;
  private final int radius;
  private final float[] rows;
  private final float[] columnSums;
  private final float[] reciprocals;

  BoxFilter(int width, int height, int radius) {
    this.width = width;
    this.height = height;
    this.radius = radius;
    this.rows = new float[width * height];
    this.columnSums = new float[width];
    this.reciprocals = new float[width];
    for (int x = 0; x < width; x++) {
      reciprocals[x] = 1f / (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
    }
  }

  /** Writes the window means of {@code in} to {@code out}; the two may be the same array. */
  void mean(float[] in, float[] out) {
    for (int y = 0; y < height; y++) {
      meanOfRow(in, y * width);
    }
    Arrays.fill(columnSums, 0);
    for (int y = 0; y < Math.min(radius, height); y++) {
      add(y, 1);
    }
    for (int y = 0; y < height; y++) {
      if (y + radius < height) {
        add(y + radius, 1);
      }
      if (y - radius - 1 >= 0) {
        add(y - radius - 1, -1);
      }
      float scale = 1f / (Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1);
      for (int x = 0, o = y * width; x < width; x++, o++) {
        out[o] = columnSums[x] * scale;
      }
    }
  }

  /**
   * The running sum's inner part has no branch and one dependent addition a pixel: it is what the
   * time goes to.
   */
  private void meanOfRow(float[] in, int row) {
    float sum = 0;
    int ahead = Math.min(radius, width);
    for (int x = 0; x < ahead; x++) {
      sum += in[row + x];
    }
    int x = 0;
    for (; x < width && x <= radius; x++) {
      sum += x + radius < width ? in[row + x + radius] : 0;
      rows[row + x] = sum * reciprocals[x];
    }
    for (; x < width - radius; x++) {
      sum += in[row + x + radius] - in[row + x - radius - 1];
      rows[row + x] = sum * reciprocals[x];
    }
    for (; x < width; x++) {
      sum -= in[row + x - radius - 1];
      rows[row + x] = sum * reciprocals[x];
    }
  }

  private void add(int y, float sign) {
    for (int x = 0, p = y * width; x < width; x++, p++) {
      columnSums[x] += sign * rows[p];
    }
  }
}
