package studio.viseme.sample;

/**
 * Numbers of the canonical face mesh's vertices, by what they mark. "Left" is the picture's left.
 */
final class FacePoints {
  static final int COUNT = 468;

  /** The mesh's outer edge, clockwise in the picture from the middle of the forehead. */
  static final int[] OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };

  /**
   * Four rings of the lips from the outer border to the inner one, upper half, from the left corner
   * to the right.
   */
  static final int[][] UPPER_LIP = {
    {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291},
    {76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306},
    {62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292},
    {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308}
  };

  /** The lower half; the corners are those of the upper. */
  static final int[][] LOWER_LIP = {
    {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291},
    {76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306},
    {62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292},
    {78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308}
  };

  /** The inner border of the lips, once around. */
  static final int[] MOUTH = {
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191
  };

  /** One eye's points; columns go from the outer corner to the inner one. */
  record Eye(
      int outer,
      int inner,
      int[] upperMargin,
      int[] lowerMargin,
      int[] upperFold,
      int[] lowerFold,
      int[] upperOrbit) {
    /** The lid margin, once around from the outer corner along the lower lid. */
    int[] margin() {
      int n = lowerMargin.length;
      int[] ring = new int[2 * n + 2];
      ring[0] = outer;
      ring[n + 1] = inner;
      for (int k = 0; k < n; k++) {
        ring[1 + k] = lowerMargin[k];
        ring[2 * n + 1 - k] = upperMargin[k];
      }
      return ring;
    }
  }

  static final Eye LEFT_EYE =
      new Eye(
          33,
          133,
          new int[] {246, 161, 160, 159, 158, 157, 173},
          new int[] {7, 163, 144, 145, 153, 154, 155},
          new int[] {247, 30, 29, 27, 28, 56, 190},
          new int[] {25, 110, 24, 23, 22, 26, 112},
          new int[] {113, 225, 224, 223, 222, 221, 189});

  static final Eye RIGHT_EYE =
      new Eye(
          263,
          362,
          new int[] {466, 388, 387, 386, 385, 384, 398},
          new int[] {249, 390, 373, 374, 380, 381, 382},
          new int[] {467, 260, 259, 257, 258, 286, 414},
          new int[] {255, 339, 254, 253, 252, 256, 341},
          new int[] {342, 445, 444, 443, 442, 441, 413});

  /** Upper and lower edge of the brows, from the temple to the nose. */
  static final int[][] LEFT_BROW = {{70, 63, 105, 66, 107}, {46, 53, 52, 65, 55}};

  static final int[][] RIGHT_BROW = {{300, 293, 334, 296, 336}, {276, 283, 282, 295, 285}};

  private FacePoints() {}
}
