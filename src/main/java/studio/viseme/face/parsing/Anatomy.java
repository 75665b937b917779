package studio.viseme.face.parsing;

import studio.viseme.face.FaceRegion;

/**
 * What can't be where: no neck above the ears, no hair under the chin, no cloth on the cheeks. Adds
 * to the logarithms of the classes' likelihoods.
 */
final class Anatomy {
  private static final int BACKGROUND = FaceRegion.BACKGROUND.code();
  private static final int HAIR = FaceRegion.HAIR.code();
  private static final int SKIN = FaceRegion.HEAD_SKIN.code();
  private static final int NECK = FaceRegion.NECK.code();
  private static final int TORSO = FaceRegion.TORSO.code();

  /** Over so many centimetres hair that ends becomes cloth. */
  private static final double HAIR_END_DOUBT = 2.5;

  /** A throat that ends at the collar bones reaches so many face heights below the chin. */
  private static final double NECK_LENGTH = 0.5;

  /** A collar may close so many face heights below the chin. */
  static final double COLLAR = 0.15;

  /** How much the skull's own silhouette speaks against seeing through it. */
  private static final float SKULL_WEIGHT = 4;

  /** How much a colour that skin never has speaks against the neck. */
  private static final float COVERED = 4;

  private final HeadLayout head;
  private final double hairEnd;

  /**
   * @param hairEnd how far below the eyes this person's hair reaches, centimetres
   */
  Anatomy(HeadLayout head, double hairEnd) {
    this.head = head;
    this.hairEnd = hairEnd;
  }

  /**
   * Adds to the scores of a pixel.
   *
   * @param u across the picture in the head's frame of reference, v down
   * @param bare whether the pixel's colour may be bare skin's
   * @param worn whether the pixel's colour is that of this person's clothes, not of the throat
   * @return the odds of hair against the body's other classes, 1 or less: below where this person's
   *     hair ends what looks like it is cloth
   */
  double add(float[] score, double u, double v, int i, boolean worn, boolean bare) {
    double aside = Math.abs(u - head.chinU);
    double h = head.faceHeight;
    double w = head.faceWidth;
    if (head.oval[i] != 0) {
      score[SKIN] += 2;
      score[HAIR] -= v < head.chin - 0.55 * h ? 0 : 3;
      score[BACKGROUND] -= 5;
      score[NECK] -= 5;
      score[TORSO] -= 5;
    } else {
      if (head.skull[i] != 0) {
        score[BACKGROUND] -= SKULL_WEIGHT;
      }
      score[SKIN] -= v > head.chin - 0.1 * h ? 7 : 1;
      if (v > head.chin - 0.12 * h) {
        // Beside the throat hair may hang again.
        score[HAIR] -= (float) (6 * Math.clamp((0.42 - aside / w) / 0.12, 0, 1));
      }
    }
    if (v < head.chin - 0.45 * h || aside > 0.75 * w) {
      score[NECK] -= 6;
    }
    if (v < head.chin - 0.2 * h) {
      score[TORSO] -= 4;
    }
    score[NECK] -= bare ? 0 : COVERED;
    // A throat in shadow is no collar, and bare shoulders are no neck.
    if (v < head.chin + (worn ? COLLAR : 0.35) * h) {
      score[NECK] += (float) (2.5 * Math.clamp((0.45 - aside / w) / 0.1, 0, 1));
    }
    score[TORSO] += v > head.chin + 0.55 * h ? 1.5f : 0;
    // Wherever the collar is, no throat is as long as a face.
    score[NECK] -= (float) (6 * Math.clamp((v - head.chin - NECK_LENGTH * h) / (0.25 * h), 0, 1));
    if (v > head.chin + 0.6 * h && aside > 1.2 * w) {
      score[HAIR] -= 2;
    }
    double beyond = Math.clamp((v - head.eyes - hairEnd) / HAIR_END_DOUBT, 0, 1);
    return beyond == 0 ? 1 : Math.exp(-8 * beyond);
  }
}
