package studio.viseme.compute.cpu;

import java.util.Arrays;

/**
 * The layout of a plane with a rim of zeros around it: wide enough for half a window, and for a
 * vector that overshoots.
 */
record PaddedPlane(int width, int height) {
  /** Half the window of SSIM. */
  static final int RADIUS = 5;

  /** Floats before the first and after the last pixel of a row. */
  static final int SIDE = 16;

  int stride() {
    return width + 2 * SIDE + Lanes.WIDTH;
  }

  int size() {
    return Math.multiplyExact(height + 2 * RADIUS, stride());
  }

  /** Where a row's first pixel lies. */
  int row(int y) {
    return (y + RADIUS) * stride() + SIDE;
  }

  /**
   * An array with room for the plane, the one given if it has. Its rim is zeros; what lies inside
   * is not.
   */
  float[] rimmed(float[] array) {
    if (array.length < size()) {
      return new float[size() + size() / 4];
    }
    int end = row(0);
    Arrays.fill(array, 0, end, 0);
    for (int y = 0; y < height; y++) {
      end = y == height - 1 ? size() : row(y + 1);
      Arrays.fill(array, row(y) + width, end, 0);
    }
    return array;
  }
}
