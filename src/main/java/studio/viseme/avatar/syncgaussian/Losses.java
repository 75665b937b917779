package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.PictureLossSettings;

/**
 * What a step compares by.
 *
 * @param lipsCountMore whether errors at the lips count more than others
 * @param excess what it costs to be more opaque than the person filmed: half of this times the
 *     excess squared, a pixel. The picture alone doesn't mind a Gaussian that has taken on the
 *     wall's colour; before another wall, or when the head turns, it shows
 * @param otherWalls whether every other pair of steps sees the head before a colour instead of the
 *     filmed wall, see {@link TrainingSet#unpack}: before one wall alone a rim can't be told from
 *     what shines through it
 * @param contrast weight of the {@link studio.viseme.compute.ContrastLoss}
 */
record Losses(
    PictureLossSettings picture,
    boolean lipsCountMore,
    float excess,
    boolean otherWalls,
    float contrast) {
  private static final float EXCESS = 0.2f;

  static Losses studio(Recipe recipe) {
    return new Losses(
        PictureLossSettings.standard(), true, EXCESS, true, (float) recipe.sharpness().contrast());
  }

  /** L1 + 0.2 D-SSIM (equations 7 and 8); with the third term of ours in LPIPS's place (9). */
  static Losses published(Recipe recipe) {
    return new Losses(
        new PictureLossSettings(1, 0.2f, false),
        false,
        0,
        false,
        (float) recipe.sharpness().contrast());
  }
}
