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

  /** The Gaussian is opacity · 2^(A dx² + B dx dy + C dy²). */
  static final int A = 2;

  static final int B = 3;
  static final int C = 4;
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

  /** The exponent below which it adds nothing to a pixel. */
  static final int CUT = 12;

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
