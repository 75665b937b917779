package studio.viseme.sample;

/** Light that a lens throws back; added to what is seen through it. */
final class LensShader implements Raster.Shader {
  /** The normal. */
  static final int VALUES = 3;

  private static final float BREADTH = 0.10f;

  private final float[] keyLight;
  private final float[] fillLight;
  private final float[] keyHalf;
  private final float[] fillHalf;
  private final float mirror;

  LensShader(Lighting light, double mirror) {
    keyLight = light.lamps().key();
    fillLight = light.lamps().fill();
    keyHalf = Vectors.floats(light.keyHalf());
    fillHalf = Vectors.floats(light.fillHalf());
    this.mirror = (float) mirror;
  }

  @Override
  public void shade(float[] v, float[] rgb) {
    float s = 1 / (float) Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + 1e-12f);
    float key = box(v, s, keyHalf, 0.5f);
    float fill = box(v, s, fillHalf, 0.6f);
    for (int c = 0; c < 3; c++) {
      rgb[c] = mirror * (0.5f * keyLight[c] * key + 0.8f * fillLight[c] * fill + 0.02f);
    }
  }

  /**
   * The mirror image of a lamp. Lenses are flatter than a ball, so that the lamp's own direction is
   * drawn nearer: else it would hardly ever be met.
   */
  private static float box(float[] v, float s, float[] half, float nearer) {
    float dx = Math.abs(v[0] * s - nearer * half[0]) / BREADTH;
    float dy = Math.abs(v[1] * s - nearer * half[1]) / BREADTH;
    return Math.clamp((1 - dx) * 3, 0, 1) * Math.clamp((1 - dy) * 3, 0, 1);
  }
}
