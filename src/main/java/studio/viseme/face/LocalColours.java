package studio.viseme.face;

/**
 * What colours a set of sure pixels has around each place: mean and covariance under a window whose
 * weight falls off exponentially, so that the nearest pixels say most and there is an answer
 * everywhere. Kept on a grid coarser than the picture.
 */
final class LocalColours {
  /** Weight, three means, and the second moments rr, rg, rb, gg, gb, bb. */
  private static final int PLANES = 10;

  private final int width;
  private final int height;
  private final float[][] sums = new float[PLANES][];

  LocalColours(int width, int height) {
    this.width = width;
    this.height = height;
    for (int p = 0; p < PLANES; p++) {
      sums[p] = new float[width * height];
    }
  }

  /** Counts a pixel's colour (0..255, or a difference of colours) at a place of the grid. */
  void add(int cell, float weight, float r, float g, float b) {
    sums[0][cell] += weight;
    sums[1][cell] += weight * r;
    sums[2][cell] += weight * g;
    sums[3][cell] += weight * b;
    sums[4][cell] += weight * r * r;
    sums[5][cell] += weight * r * g;
    sums[6][cell] += weight * r * b;
    sums[7][cell] += weight * g * g;
    sums[8][cell] += weight * g * b;
    sums[9][cell] += weight * b * b;
  }

  /**
   * Spreads what was added, then turns sums into means and covariances.
   *
   * @param reach of the window, places of the grid
   */
  void spread(double reach) {
    float keep = (float) Math.exp(-1 / reach);
    for (float[] plane : sums) {
      spreadRows(plane, keep);
      spreadColumns(plane, keep);
    }
    for (int i = 0; i < width * height; i++) {
      float w = sums[0][i];
      if (w <= 0) {
        continue;
      }
      for (int p = 1; p < PLANES; p++) {
        sums[p][i] /= w;
      }
      float r = sums[1][i];
      float g = sums[2][i];
      float b = sums[3][i];
      sums[4][i] -= r * r;
      sums[5][i] -= r * g;
      sums[6][i] -= r * b;
      sums[7][i] -= g * g;
      sums[8][i] -= g * b;
      sums[9][i] -= b * b;
    }
  }

  /** Forth and back: the recursion out = in + keep · neighbour's out, the pixel itself once. */
  private void spreadRows(float[] plane, float keep) {
    for (int row = 0; row < plane.length; row += width) {
      float behind = 0;
      for (int x = 0; x < width; x++) {
        behind = plane[row + x] + keep * behind;
        plane[row + x] = behind;
      }
      // What came forth holds the pixel already: only what lies ahead is added.
      float ahead = 0;
      for (int x = width - 1; x >= 0; x--) {
        float own = x > 0 ? plane[row + x] - keep * plane[row + x - 1] : plane[row];
        float all = plane[row + x] + keep * ahead;
        ahead = own + keep * ahead;
        plane[row + x] = all;
      }
    }
  }

  private void spreadColumns(float[] plane, float keep) {
    int n = width;
    for (int i = n; i < plane.length; i++) {
      plane[i] += keep * plane[i - n];
    }
    float[] ahead = new float[n];
    for (int row = plane.length - n; row >= 0; row -= n) {
      for (int x = 0; x < n; x++) {
        int i = row + x;
        float own = row > 0 ? plane[i] - keep * plane[i - n] : plane[i];
        float all = plane[i] + keep * ahead[x];
        ahead[x] = own + keep * ahead[x];
        plane[i] = all;
      }
    }
  }

  /** Whether anything was counted within reach of the place. */
  boolean known(int cell) {
    return sums[0][cell] > 1e-3f;
  }

  /** The mean of a channel. */
  float mean(int channel, int cell) {
    return sums[1 + channel][cell];
  }

  /** The mean of the three channels' variances. */
  float variance(int cell) {
    return Math.max(0, (sums[4][cell] + sums[7][cell] + sums[9][cell]) / 3);
  }

  /**
   * The line along which the colours lie: writes its unit direction, the variance along it and the
   * variance across it (mean of the two other axes) into {@code out}, five numbers.
   */
  void line(int cell, float[] out) {
    float rr = sums[4][cell];
    float rg = sums[5][cell];
    float rb = sums[6][cell];
    float gg = sums[7][cell];
    float gb = sums[8][cell];
    float bb = sums[9][cell];
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
