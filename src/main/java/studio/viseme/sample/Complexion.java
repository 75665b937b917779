package studio.viseme.sample;

/**
 * The colours of somebody's skin and of what grows on it; linear.
 *
 * @param skin plain skin
 * @param lips their red
 * @param lipEdge how far their red reaches over their outer border; the presenter's fades before it
 * @param iris of the eyes
 * @param blood how strongly blood shows, 1 for the presenter; little through dark skin
 * @param freckles how many, 1 for the presenter
 * @param age 0 young … 1 lined
 * @param brow colour of the brows
 * @param brows how many hairs they have, 1 for the presenter
 * @param scalp what the scalp looks like between the strands
 * @param scalpCover how much of the scalp that covers, 0..1
 * @param beard colour of the beard
 * @param beardCover how dense the beard is, 0 shaved … 0.3 stubble … 1
 */
record Complexion(
    float[] skin,
    float[] lips,
    float lipEdge,
    float[] iris,
    double blood,
    double freckles,
    double age,
    float[] brow,
    double brows,
    float[] scalp,
    double scalpCover,
    float[] beard,
    double beardCover) {
  static final Complexion PRESENTER =
      new Complexion(
          new float[] {0.660f, 0.395f, 0.280f},
          new float[] {0.430f, 0.128f, 0.122f},
          0.45f,
          new float[] {0.095f, 0.105f, 0.082f},
          1,
          1,
          0,
          new float[] {0.045f, 0.026f, 0.018f},
          1,
          new float[] {0.040f, 0.022f, 0.014f},
          0.94,
          new float[] {0.040f, 0.022f, 0.014f},
          0);

  /** With this the visible border is where the mesh, and the truth, has it. */
  private static final float LIP_EDGE = 0.7f;

  /** Skin from very light to very dark, about evenly spaced to the eye. */
  private static final float[][] SKINS = {
    {0.72f, 0.47f, 0.36f},
    {0.66f, 0.40f, 0.28f},
    {0.55f, 0.31f, 0.20f},
    {0.40f, 0.21f, 0.125f},
    {0.26f, 0.125f, 0.070f},
    {0.145f, 0.068f, 0.040f}
  };

  private static final float[][] LIPS = {
    {0.46f, 0.150f, 0.145f},
    {0.43f, 0.128f, 0.122f},
    {0.38f, 0.120f, 0.110f},
    {0.30f, 0.100f, 0.090f},
    {0.22f, 0.078f, 0.070f},
    {0.15f, 0.055f, 0.050f}
  };

  private static final float[][] IRISES = {
    {0.060f, 0.095f, 0.150f},
    {0.095f, 0.105f, 0.082f},
    {0.090f, 0.055f, 0.025f},
    {0.040f, 0.020f, 0.010f}
  };

  /**
   * @param tone 0 very light … 1 very dark
   */
  static Complexion drawn(Draw draw, double tone, boolean man, HairStyle hair) {
    double at = tone * (SKINS.length - 1);
    int k = (int) Math.min(SKINS.length - 2, at);
    float[] skin = Draw.mix(SKINS[k], SKINS[k + 1], at - k);
    float[] lips = Draw.mix(LIPS[k], LIPS[k + 1], at - k);
    if (!man && draw.chance(0.4)) {
      lips = Draw.mix(lips, new float[] {0.36f, 0.035f, 0.050f}, draw.between(0.3, 0.8));
    } else if (man) {
      lips = Draw.mix(lips, skin, 0.30);
    }
    float[] iris = IRISES[tone > 0.45 ? 2 + draw.below(2) : draw.below(IRISES.length)];
    float[] dark = Draw.mix(hair.melanin(), new float[] {0.02f, 0.014f, 0.011f}, 0.55);
    boolean shaven = hair.cut() == HairStyle.Cut.BALD;
    double beard = man ? new double[] {0, 0, 0.28, 0.35, 0.85, 1}[draw.below(6)] : 0;
    return new Complexion(
        skin,
        lips,
        LIP_EDGE,
        iris,
        1 - 0.7 * tone,
        draw.chance(0.25) ? 1.6 * (1 - tone) : 0.5 * (1 - tone),
        draw.chance(0.5) ? draw.between(0, 0.3) : draw.between(0.3, 1),
        dark,
        man ? draw.between(1, 1.4) : draw.between(0.6, 1.1),
        Draw.mix(hair.melanin(), new float[] {0.01f, 0.008f, 0.006f}, 0.4),
        shaven ? draw.between(0, 0.35) : 0.94,
        Draw.mix(dark, hair.melanin(), 0.5),
        beard);
  }
}
