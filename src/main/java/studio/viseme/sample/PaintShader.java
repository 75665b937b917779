package studio.viseme.sample;

/** Painted things that are not skin: teeth, gums, tongue. A matt body under a clear coat. */
final class PaintShader implements Raster.Shader {
  /** Normal 3, colour 3, gloss, ambient and key exposure. */
  static final int VALUES = 9;

  private final float[] keyLight;
  private final float[] fillLight;
  private final float[] ceiling;
  private final float[] floor;
  private final float[] key;
  private final float[] fill;
  private final float[] up;
  private final float[] keyHalf;
  private final float[] fillHalf;

  PaintShader(Lighting light) {
    keyLight = light.lamps().key();
    fillLight = light.lamps().fill();
    ceiling = light.lamps().ceiling();
    floor = light.lamps().floor();
    key = Vectors.floats(light.key());
    fill = Vectors.floats(light.fill());
    up = Vectors.floats(light.up());
    keyHalf = Vectors.floats(light.keyHalf());
    fillHalf = Vectors.floats(light.fillHalf());
  }

  @Override
  public void shade(float[] v, float[] rgb) {
    float s = 1 / (float) Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + 1e-12f);
    float nx = v[0] * s;
    float ny = v[1] * s;
    float nz = v[2] * s;
    float k = Math.max(0, (nx * key[0] + ny * key[1] + nz * key[2] + 0.3f) / 1.3f) * v[8];
    float f = Math.max(0, (nx * fill[0] + ny * fill[1] + nz * fill[2] + 0.3f) / 1.3f) * v[7];
    float toUp = 0.5f + 0.5f * (nx * up[0] + ny * up[1] + nz * up[2]);
    float h = Math.max(0, nx * keyHalf[0] + ny * keyHalf[1] + nz * keyHalf[2]);
    float h4 = h * h * h * h;
    float h32 = h4 * h4;
    h32 = h32 * h32 * h32 * h32;
    float g = Math.max(0, nx * fillHalf[0] + ny * fillHalf[1] + nz * fillHalf[2]);
    float g4 = g * g * g * g;
    float g32 = g4 * g4;
    g32 = g32 * g32 * g32 * g32;
    for (int c = 0; c < 3; c++) {
      float around = (floor[c] + (ceiling[c] - floor[c]) * toUp) * v[7];
      rgb[c] =
          v[3 + c] * (keyLight[c] * k + fillLight[c] * f + around)
              + v[6] * (keyLight[c] * h32 * v[8] + fillLight[c] * g32 * v[7]);
    }
  }
}
