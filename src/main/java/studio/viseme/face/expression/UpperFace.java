package studio.viseme.face.expression;

/**
 * What the upper face does, a frame: nothing here depends on a pixel or a landmark below the nose.
 *
 * @param lidLeft opening of the eye at the picture's left, 0 closed … 1 as open as this person
 *     keeps it
 * @param lidRight the same at the picture's right
 * @param brow mean raise of the brows in head space, centimetres above this person's mean
 * @param gazeX iris offset to the picture's right, in half eye widths
 * @param gazeY iris offset upwards, in half eye widths
 */
public record UpperFace(float lidLeft, float lidRight, float brow, float gazeX, float gazeY) {
  public static final int SIZE = 5;
  public static final UpperFace REST = new UpperFace(1, 1, 0, 0, 0);

  /** Both lids together, below this, are a blink. */
  private static final float SHUT = 0.5f;

  /** Whether the eyes are shut, or nearly: a blink lasts some such frames. */
  public boolean shut() {
    return (lidLeft + lidRight) / 2 < SHUT;
  }

  /** On the way to another face: 0 this one … 1 the other. */
  public UpperFace towards(UpperFace other, float along) {
    float[] from = toArray();
    float[] to = other.toArray();
    for (int i = 0; i < SIZE; i++) {
      from[i] += along * (to[i] - from[i]);
    }
    return of(from, 0);
  }

  /** With other lids; brows and gaze stay as they are. */
  public UpperFace withLids(float left, float right) {
    return new UpperFace(left, right, brow, gazeX, gazeY);
  }

  /** With other brows. */
  public UpperFace withBrow(float raise) {
    return new UpperFace(lidLeft, lidRight, raise, gazeX, gazeY);
  }

  public float[] toArray() {
    return new float[] {lidLeft, lidRight, brow, gazeX, gazeY};
  }

  public static UpperFace of(float[] v, int offset) {
    return new UpperFace(v[offset], v[offset + 1], v[offset + 2], v[offset + 3], v[offset + 4]);
  }
}
