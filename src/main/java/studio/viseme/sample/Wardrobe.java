package studio.viseme.sample;

/**
 * What somebody wears. Colours are linear.
 *
 * @param cloth the kind
 * @param color of the cloth
 * @param accent of what is worn with it: shirt under a jacket, stripes
 * @param tie colour of the tie
 * @param skin of bare shoulders
 */
record Wardrobe(Cloth cloth, float[] color, float[] accent, float[] tie, float[] skin) {
  /** Kinds of clothes. */
  enum Cloth {
    /** A knitted jumper with a ribbed collar. */
    KNIT,
    /** A plain shirt without a collar. */
    TEE,
    /** The same with level stripes. */
    STRIPES,
    /** A jacket over a shirt with a tie. */
    SUIT,
    /** A top that leaves the shoulders bare. */
    BARE
  }

  static final Wardrobe PRESENTER =
      new Wardrobe(
          Cloth.KNIT,
          new float[] {0.052f, 0.118f, 0.150f},
          new float[3],
          new float[3],
          Complexion.PRESENTER.skin());

  static Wardrobe drawn(Draw draw, boolean man, float[] skin) {
    Cloth[] cloths =
        man
            ? new Cloth[] {Cloth.KNIT, Cloth.TEE, Cloth.STRIPES, Cloth.SUIT, Cloth.SUIT}
            : new Cloth[] {Cloth.KNIT, Cloth.TEE, Cloth.STRIPES, Cloth.SUIT, Cloth.BARE};
    Cloth cloth = cloths[draw.below(cloths.length)];
    double light = Math.pow(draw.between(0.15, 0.85), 2);
    float[] color = {
      (float) (light * draw.between(0.5, 1.3)),
      (float) (light * draw.between(0.5, 1.1)),
      (float) (light * draw.between(0.5, 1.3))
    };
    if (cloth == Cloth.SUIT) {
      color = draw.mix(new float[] {0.015f, 0.016f, 0.020f}, new float[] {0.10f, 0.105f, 0.125f});
    }
    float[] accent = draw.mix(new float[] {0.62f, 0.62f, 0.62f}, new float[] {0.30f, 0.42f, 0.60f});
    float[] tie = {
      (float) draw.between(0.02, 0.35),
      (float) draw.between(0.01, 0.10),
      (float) draw.between(0.02, 0.25)
    };
    return new Wardrobe(cloth, color, accent, tie, skin);
  }
}
