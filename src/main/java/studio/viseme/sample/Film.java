package studio.viseme.sample;

/** From linear light to 8 bits: a soft shoulder for highlights, then sRGB's curve. */
final class Film {
  private static final int STEPS = 4096;
  private static final float WHITE = 4;
  private static final float[] CURVE = curve();

  private Film() {}

  private static float[] curve() {
    float[] table = new float[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      // spaced by square roots, since shadows need finer steps
      double light = WHITE * Math.pow((double) i / STEPS, 2);
      double film = light * (1 + light / 9) / (1 + 0.42 * light);
      double srgb = film <= 0.0031308 ? 12.92 * film : 1.055 * Math.pow(film, 1 / 2.4) - 0.055;
      table[i] = (float) (255 * srgb);
    }
    return table;
  }

  /**
   * @param grain added after the curve, levels of 8 bits
   */
  static byte expose(float light, float grain) {
    float at = (float) Math.sqrt(Math.clamp(light / WHITE, 0, 1)) * STEPS;
    return (byte) Math.clamp(Math.round(CURVE[(int) at] + grain), 0, 255);
  }
}
