package studio.viseme.sample;

/**
 * How somebody wears her hair. Lengths in centimetres.
 *
 * @param cut the kind
 * @param parting where it is parted, to the picture's right of the middle
 * @param tip the height at which long strands end, head space
 * @param lift how far from the head the innermost strands lie
 * @param volume how much further the outermost
 * @param curl how far strands wind about their way
 * @param length most points a strand has
 * @param melanin colour of a strand, linear
 * @param grey share of the strands that have lost it
 */
record HairStyle(
    Cut cut,
    double parting,
    double tip,
    double lift,
    double volume,
    double curl,
    int length,
    float[] melanin,
    double grey) {
  /** Kinds of hair cuts. */
  enum Cut {
    BOB,
    FRINGE,
    LONG,
    CURLY,
    BUN,
    SHORT,
    BALD
  }

  /** The presenter's: a bob. */
  static final HairStyle PRESENTER =
      new HairStyle(Cut.BOB, 1.7, -7.6, 0.25, 1.25, 0, 44, new float[] {0.078f, 0.040f, 0.022f}, 0);

  private static final float[][] COLORS = {
    {0.012f, 0.010f, 0.009f},
    {0.034f, 0.019f, 0.012f},
    {0.078f, 0.040f, 0.022f},
    {0.150f, 0.052f, 0.020f},
    {0.200f, 0.120f, 0.058f},
    {0.340f, 0.225f, 0.110f}
  };

  static HairStyle drawn(Draw draw, boolean man, double tone) {
    Cut[] cuts =
        man
            ? new Cut[] {Cut.SHORT, Cut.SHORT, Cut.SHORT, Cut.CURLY, Cut.BALD}
            : new Cut[] {Cut.BOB, Cut.FRINGE, Cut.LONG, Cut.LONG, Cut.CURLY, Cut.BUN};
    Cut cut = cuts[draw.below(cuts.length)];
    float[] melanin = COLORS[tone > 0.5 ? draw.below(2) : draw.below(COLORS.length)];
    double grey = draw.chance(0.2) ? draw.between(0.2, 0.9) : 0;
    double parting = draw.between(-2.2, 2.2);
    return switch (cut) {
      case BOB, FRINGE ->
          new HairStyle(
              cut,
              parting,
              draw.between(-9.5, -4.5),
              0.25,
              draw.between(0.9, 1.6),
              draw.between(0, 0.12),
              44,
              melanin,
              grey);
      case LONG ->
          new HairStyle(
              cut,
              parting,
              draw.between(-24, -15),
              0.25,
              draw.between(0.8, 1.4),
              draw.between(0, 0.3),
              60,
              melanin,
              grey);
      case CURLY ->
          new HairStyle(
              cut,
              parting,
              man ? draw.between(0, 2) : draw.between(-7, -3),
              0.5,
              man ? draw.between(1.2, 2.0) : draw.between(2.0, 3.2),
              draw.between(0.30, 0.45),
              man ? 16 : 40,
              melanin,
              grey);
      case BUN -> new HairStyle(cut, parting, -20, 0.15, 0.35, 0.03, 40, melanin, grey);
      case SHORT ->
          new HairStyle(
              cut,
              parting,
              -2.2,
              0.12,
              draw.between(0.5, 1.3),
              draw.between(0, 0.1),
              6 + draw.below(4),
              melanin,
              grey);
      case BALD -> new HairStyle(cut, 0, 0, 0, 0, 0, 0, melanin, grey);
    };
  }
}
