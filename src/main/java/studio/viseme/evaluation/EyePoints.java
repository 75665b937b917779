package studio.viseme.evaluation;

/** The lid contours of both eyes, 16 points each, in order around the eye. */
final class EyePoints {
  private static final int[][] CONTOURS = {
    {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246},
    {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466}
  };

  private EyePoints() {}

  /** Area between the lids of both eyes (shoelace formula), square pixels. */
  static double area(float[] landmarks) {
    double sum = 0;
    for (int[] contour : CONTOURS) {
      sum += Math.abs(signedArea(landmarks, contour));
    }
    return sum;
  }

  private static double signedArea(float[] landmarks, int[] contour) {
    double twice = 0;
    for (int i = 0; i < contour.length; i++) {
      int a = contour[i] * 3;
      int b = contour[(i + 1) % contour.length] * 3;
      twice += (double) landmarks[a] * landmarks[b + 1] - (double) landmarks[b] * landmarks[a + 1];
    }
    return twice / 2;
  }
}
