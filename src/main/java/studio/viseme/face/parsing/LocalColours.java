package studio.viseme.face.parsing;

/**
 * What colours a set of sure pixels has around each place: mean and covariance under a window whose
 * weight falls off exponentially, so that the nearest pixels say most and there is an answer
 * everywhere. Kept on a grid coarser than the picture.
 */
final class LocalColours {
  /**
   * Numbers of a place, side by side: weight, three means, and the second moments rr, rg, rb, gg,
   * gb, bb.
   */
  private static final int NUMBERS = 10;

  private final int width;
  private final int height;
  private final float[] sums;

  LocalColours(int width, int height) {
    this.width = width;
    this.height = height;
    sums = new float[width * height * NUMBERS];
  }

  /** Counts a pixel's colour (0..255, or a difference of colours) at a place of the grid. */
  void add(int cell, float r, float g, float b) {
    int at = cell * NUMBERS;
    sums[at]++;
    sums[at + 1] += r;
    sums[at + 2] += g;
    sums[at + 3] += b;
    sums[at + 4] += r * r;
    sums[at + 5] += r * g;
    sums[at + 6] += r * b;
    sums[at + 7] += g * g;
    sums[at + 8] += g * b;
    sums[at + 9] += b * b;
  }

  /**
   * Spreads what was added, then turns sums into means and covariances.
   *
   * @param reach of the window, places of the grid
   */
  void spread(double reach) {
    float keep = (float) Math.exp(-1 / reach);
    int row = width * NUMBERS;
    for (int from = 0; from < sums.length; from += row) {
      spread(from, NUMBERS, row, keep);
    }
    spread(0, row, sums.length, keep);
    for (int at = 0; at < sums.length; at += NUMBERS) {
      float w = sums[at];
      if (w <= 0) {
        continue;
      }
      for (int p = 1; p < NUMBERS; p++) {
        sums[at + p] /= w;
      }
      float r = sums[at + 1];
      float g = sums[at + 2];
      float b = sums[at + 3];
      sums[at + 4] -= r * r;
      sums[at + 5] -= r * g;
      sums[at + 6] -= r * b;
      sums[at + 7] -= g * g;
      sums[at + 8] -= g * b;
      sums[at + 9] -= b * b;
    }
  }

  /**
   * Forth and back along a line of groups of numbers: the recursion out = in + keep · neighbour's
   * out, the group itself once. Groups run side by side, so their sums don't wait for each other.
   */
  private void spread(int from, int group, int length, float keep) {
    int end = from + length;
    for (int i = from + group; i < end; i++) {
      sums[i] += keep * sums[i - group];
    }
    // What came forth holds the group already: only what lies ahead is added.
    float[] ahead = new float[group];
    for (int at = end - group; at >= from; at -= group) {
      boolean first = at == from;
      for (int p = 0; p < group; p++) {
        float own = first ? sums[at + p] : sums[at + p] - keep * sums[at + p - group];
        float all = sums[at + p] + keep * ahead[p];
        ahead[p] = own + keep * ahead[p];
        sums[at + p] = all;
      }
    }
  }

  /** Whether anything was counted within reach of the place. */
  boolean known(int cell) {
    return sums[cell * NUMBERS] > 1e-3f;
  }

  /** The mean of a channel. */
  float mean(int channel, int cell) {
    return sums[cell * NUMBERS + 1 + channel];
  }

  /** The mean of the three channels' variances. */
  float variance(int cell) {
    int at = cell * NUMBERS;
    return Math.max(0, (sums[at + 4] + sums[at + 7] + sums[at + 9]) / 3);
  }

  /**
   * The line along which the colours lie: writes its unit direction, the variance along it and the
   * variance across it (mean of the two other axes) into {@code out}, five numbers.
   */
  void line(int cell, float[] out) {
    int at = cell * NUMBERS;
    float rr = sums[at + 4];
    float rg = sums[at + 5];
    float rb = sums[at + 6];
    float gg = sums[at + 7];
    float gb = sums[at + 8];
    float bb = sums[at + 9];
    // Power iteration from the grey axis: shading makes it nearly the answer for most materials.
    float x = 0.577f;
    float y = 0.577f;
    float z = 0.577f;
    for (int k = 0; k < 5; k++) {
      float u = rr * x + rg * y + rb * z;
      float v = rg * x + gg * y + gb * z;
      float w = rb * x + gb * y + bb * z;
      float length = (float) Math.sqrt(u * u + v * v + w * w);
      if (length < 1e-6f) {
        break;
      }
      x = u / length;
      y = v / length;
      z = w / length;
    }
    float along = rr * x * x + gg * y * y + bb * z * z + 2 * (rg * x * y + rb * x * z + gb * y * z);
    out[0] = x;
    out[1] = y;
    out[2] = z;
    out[3] = Math.max(0, along);
    out[4] = Math.max(0, (rr + gg + bb - along) / 2);
  }
}
