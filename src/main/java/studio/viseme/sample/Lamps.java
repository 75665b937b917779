package studio.viseme.sample;

import studio.viseme.math.Vec3;

/**
 * What lights the studio. Colours are linear; directions point to the lamp when nothing is turned:
 * x to the picture's right, y up, z to the camera.
 *
 * @param keyFrom direction of the key light
 * @param reach how wide the key light is: half its angle as a tangent; small makes hard shadows
 * @param key colour of the key light
 * @param fill of the weak light from the other side
 * @param rim of the hair light from behind
 * @param ceiling of the light from above
 * @param floor of the light from below
 */
record Lamps(
    Vec3 keyFrom,
    double reach,
    float[] key,
    float[] fill,
    float[] rim,
    float[] ceiling,
    float[] floor) {
  /** A large warm key from the upper left, a cool fill. */
  static final Lamps STUDIO =
      new Lamps(
          new Vec3(-0.52, 0.64, 0.74).normalized(),
          0.28,
          new float[] {2.02f, 1.90f, 1.74f},
          new float[] {0.34f, 0.38f, 0.44f},
          new float[] {0.80f, 0.84f, 0.95f},
          new float[] {0.56f, 0.57f, 0.60f},
          new float[] {0.24f, 0.22f, 0.20f});

  /** Light of a place: a window or a lamp from some side, warm or cool, hard or soft. */
  static Lamps drawn(Draw draw) {
    double azimuth = draw.between(-62, 62);
    double height = draw.between(12, 52);
    double a = Math.toRadians(azimuth);
    double h = Math.toRadians(height);
    Vec3 from =
        new Vec3(Math.sin(a) * Math.cos(h), Math.sin(h), Math.cos(a) * Math.cos(h)).normalized();
    double warmth = draw.between(-1, 1);
    double strength = draw.between(1.3, 2.2);
    double around = draw.between(0.7, 1.6);
    // the key and what surrounds it differ in colour, as lamp and daylight do
    return new Lamps(
        from,
        draw.between(0.06, 0.40),
        tinted(strength, warmth),
        tinted(draw.between(0.15, 0.6), -0.6 * warmth),
        tinted(draw.between(0.1, 0.9), -0.3 * warmth),
        tinted(0.56 * around, -0.2 * warmth),
        tinted(0.24 * around, 0.3 * warmth));
  }

  /** White light of a strength, warmer (1) or cooler (−1). */
  private static float[] tinted(double strength, double warmth) {
    return new float[] {
      (float) (strength * (1 + 0.12 * warmth)),
      (float) (strength * (1 + 0.01 * warmth)),
      (float) (strength * (1 - 0.20 * warmth))
    };
  }

  /** The direction of the fill light: the key's other side. */
  Vec3 fillFrom() {
    return new Vec3(otherSide() * 0.75, 0.10, 0.65).normalized();
  }

  /** The direction of the hair light. */
  Vec3 rimFrom() {
    return new Vec3(otherSide() * 0.70, 0.45, -0.62).normalized();
  }

  private double otherSide() {
    return keyFrom.x() > 0 ? -1 : 1;
  }
}
