package studio.viseme.compute.cpu;

/**
 * Gaussians as the tiles see them: one cache line each, because a tile reads all of one Gaussian
 * and then another far away. Grows with N and never shrinks.
 */
final class ScreenGaussians {
  /** Floats of a record. */
  static final int STRIDE = 16;

  /** Centre in pixels of the frame. */
  static final int X = 0;

  static final int Y = 1;

  /**
   * The Gaussian is 2^−(p² + q² + faintness) with p = P_X dx + P_Y dy, q = Q_Y dy: squares of what
   * has been rotated and scaled lose no digits, and take few operations.
   */
  static final int P_X = 2;

  static final int P_Y = 3;
  static final int Q_Y = 4;
  static final int OPACITY = 5;
  static final int RED = 6;
  static final int GREEN = 7;
  static final int BLUE = 8;

  /**
   * Half width and height of the box outside which it adds nothing, in pixels; a negative width:
   * not drawn.
   */
  static final int REACH_X = 9;

  static final int REACH_Y = 10;
  static final int DEPTH = 11;

  /** −log₂ of the opacity. */
  static final int FAINTNESS = 12;

  int count;
  float[] data = new float[0];

  void resize(int count) {
    this.count = count;
    if (data.length < (long) count * STRIDE) {
      data = new float[Math.multiplyExact(count + count / 4, STRIDE)];
    }
  }

  boolean isDrawn(int gaussian) {
    return data[gaussian * STRIDE + REACH_X] >= 0;
  }
}
