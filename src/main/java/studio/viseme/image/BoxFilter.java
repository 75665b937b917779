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
    int y = 0;
    for (; y + 4 <= height; y += 4) {
      meanOfFourRows(in, y * width);
    }
    for (; y < height; y++) {
      meanOfRow(in, y * width);
    }
    Arrays.fill(columnSums, 0);
    for (y = 0; y < Math.min(radius, height); y++) {
      for (int x = 0, p = y * width; x < width; x++, p++) {
        columnSums[x] += rows[p];
      }
    }
    for (y = 0; y < height; y++) {
      int scale = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
      meanOfColumns(y, 1f / scale, out);
    }
  }

  /** Moves the window of every column on to row {@code y}. */
  private void meanOfColumns(int y, float scale, float[] out) {
    int o = y * width;
    int enters = (y + radius) * width;
    int leaves = (y - radius - 1) * width;
    if (y + radius < height && leaves >= 0) {
      for (int x = 0; x < width; x++) {
        float sum = columnSums[x] + (rows[enters + x] - rows[leaves + x]);
        columnSums[x] = sum;
        out[o + x] = sum * scale;
      }
      return;
    }
    for (int x = 0; x < width; x++) {
      float sum = columnSums[x];
      sum += y + radius < height ? rows[enters + x] : 0;
      sum -= leaves >= 0 ? rows[leaves + x] : 0;
      columnSums[x] = sum;
      out[o + x] = sum * scale;
    }
  }

  /** A running sum waits for each addition; four rows' sums wait for each other's while they do. */
  private void meanOfFourRows(float[] in, int row) {
    if (width <= 2 * radius) {
      for (int k = 0; k < 4; k++) {
        meanOfRow(in, row + k * width);
      }
      return;
    }
    int row1 = row + width;
    int row2 = row1 + width;
    int row3 = row2 + width;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    for (int x = -radius; x < width; x++) {
      int enters = x + radius;
      if (enters < width) {
        sum0 += in[row + enters];
        sum1 += in[row1 + enters];
        sum2 += in[row2 + enters];
        sum3 += in[row3 + enters];
      }
      int leaves = x - radius - 1;
      if (leaves >= 0) {
        sum0 -= in[row + leaves];
        sum1 -= in[row1 + leaves];
        sum2 -= in[row2 + leaves];
        sum3 -= in[row3 + leaves];
      }
      if (x >= 0) {
        float scale = reciprocals[x];
        rows[row + x] = sum0 * scale;
        rows[row1 + x] = sum1 * scale;
        rows[row2 + x] = sum2 * scale;
        rows[row3 + x] = sum3 * scale;
      }
    }
  }

  private void meanOfRow(float[] in, int row) {
    float sum = 0;
    for (int x = -radius; x < width; x++) {
      sum += x + radius < width ? in[row + x + radius] : 0;
      sum -= x - radius - 1 >= 0 ? in[row + x - radius - 1] : 0;
      if (x >= 0) {
        rows[row + x] = sum * reciprocals[x];
      }
    }
  }
}
