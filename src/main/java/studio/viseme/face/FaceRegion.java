package studio.viseme.face;

/**
 * What a pixel shows. The code is what label maps hold; codes never change, new regions get new
 * ones.
 */
public enum FaceRegion {
  BACKGROUND(0),
  HAIR(1),
  /** Skin of face and ears, brows included. */
  HEAD_SKIN(2),
  NECK(3),
  TORSO(4),
  LIPS(5),
  MOUTH_INTERIOR(6),
  EYES(7);

  private static final FaceRegion[] BY_CODE = values();

  private final int code;

  FaceRegion(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * @throws ArrayIndexOutOfBoundsException for a code that no region has
   */
  public static FaceRegion of(int code) {
    return BY_CODE[code];
  }

  /** Hair, skin, lips, mouth interior and eyes; not the neck. */
  public boolean isHead() {
    return this != BACKGROUND && this != NECK && this != TORSO;
  }
}
