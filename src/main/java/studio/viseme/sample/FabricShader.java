package studio.viseme.sample;

/**
 * Knitted wool: rows of slanted stitches with dark gaps between them and a soft sheen where it is
 * grazed.
 */
final class FabricShader implements Raster.Shader {
  /** Normal 3, arc lengths around and along 2, ambient and key exposure. */
  static final int VALUES = 7;

  private static final float[] WOOL = {0.052f, 0.118f, 0.150f};

  /** Stitches a centimetre around and along. */
  private static final float AROUND = 2.6f;

  private static final float ALONG = 3.4f;

  /** The collar is ribbed, down to this length along. */
  private static final float COLLAR = 3.1f;

  private final float[] key = Vectors.floats(Lighting.still().key());
  private final float[] fill = Vectors.floats(Lighting.still().fill());
  private final float[] rim = Vectors.floats(Lighting.still().rim());

  private static float wave(float x) {
    float f = x - (float) Math.floor(x);
    return 4 * f * (1 - f);
  }

  @Override
  public void shade(float[] v, float[] rgb) {
    float s = 1 / (float) Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + 1e-12f);
    float nx = v[0] * s;
    float ny = v[1] * s;
    float nz = v[2] * s;
    float a = v[3] * AROUND;
    float l = v[4] * ALONG;
    float yarn;
    if (v[4] < COLLAR) {
      yarn = 0.30f + 0.70f * wave(a * 0.9f) * (0.86f + 0.14f * wave(l));
    } else {
      float within = a - (float) Math.floor(a);
      float slant = Math.abs(within - 0.5f) * 1.5f;
      yarn = 0.45f + 0.55f * wave(l + slant) * (0.5f + 0.5f * wave(2 * within));
    }
    float toKey = nx * key[0] + ny * key[1] + nz * key[2];
    float k = Math.max(0, (toKey + 0.18f) / 1.18f) * v[6];
    float f = Math.max(0, (nx * fill[0] + ny * fill[1] + nz * fill[2] + 0.2f) / 1.2f) * v[5];
    float r = Math.max(0, nx * rim[0] + ny * rim[1] + nz * rim[2]);
    float graze = 1 - Math.max(0, nz);
    graze = graze * graze * graze;
    float toUp = 0.5f + 0.5f * ny;
    for (int c = 0; c < 3; c++) {
      float around = (Lighting.FLOOR[c] + (Lighting.CEILING[c] - Lighting.FLOOR[c]) * toUp) * v[5];
      float light = Lighting.KEY[c] * k + Lighting.FILL[c] * f + around;
      rgb[c] =
          yarn
              * (WOOL[c] * light
                  + 0.05f * graze * light * (0.4f + WOOL[c])
                  + 0.35f * Lighting.RIM[c] * r * (0.06f + WOOL[c]));
    }
  }
}
