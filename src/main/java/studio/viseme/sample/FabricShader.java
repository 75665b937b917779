package studio.viseme.sample;

import studio.viseme.math.Noise;

/**
 * Clothes. Knitted wool has rows of slanted stitches with dark gaps between them and a soft sheen
 * where it is grazed; the others are a pattern of colours on plain cloth, by arc lengths around and
 * along the body.
 */
final class FabricShader implements Raster.Shader {
  /** Normal 3, arc lengths around and along 2, ambient and key exposure. */
  static final int VALUES = 7;

  /** Stitches a centimetre around and along. */
  private static final float AROUND = 2.6f;

  private static final float ALONG = 3.4f;

  /** The collar is ribbed, down to this length along. */
  private static final float COLLAR = 3.1f;

  private final Wardrobe wardrobe;
  private final boolean knit;
  private final float[] keyLight;
  private final float[] fillLight;
  private final float[] rimLight;
  private final float[] ceiling;
  private final float[] floor;
  private final float[] key;
  private final float[] fill;
  private final float[] rim;
  private final Noise noise;

  FabricShader(Wardrobe wardrobe, Lighting light, Noise noise) {
    this.wardrobe = wardrobe;
    this.noise = noise;
    knit = wardrobe.cloth() == Wardrobe.Cloth.KNIT;
    keyLight = light.lamps().key();
    fillLight = light.lamps().fill();
    rimLight = light.lamps().rim();
    ceiling = light.lamps().ceiling();
    floor = light.lamps().floor();
    key = Vectors.floats(light.key());
    fill = Vectors.floats(light.fill());
    rim = Vectors.floats(light.rim());
  }

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
    float[] cloth = wardrobe.color();
    float yarn;
    if (!knit) {
      cloth = pattern(v[3], v[4]);
      yarn = 1 + 0.10f * noise.fractal(v[3] * 0.35f, v[4] * 0.20f, 2, 2);
    } else if (v[4] < COLLAR) {
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
      float around = (floor[c] + (ceiling[c] - floor[c]) * toUp) * v[5];
      float light = keyLight[c] * k + fillLight[c] * f + around;
      rgb[c] =
          yarn
              * (cloth[c] * light
                  + 0.05f * graze * light * (0.4f + cloth[c])
                  + 0.35f * rimLight[c] * r * (0.06f + cloth[c]));
    }
  }

  /**
   * The colour at a place.
   *
   * @param around arc length to the picture's right of the middle of the chest, centimetres
   * @param along arc length down from the neck
   */
  private float[] pattern(float around, float along) {
    float side = Math.abs(around);
    return switch (wardrobe.cloth()) {
      case KNIT, TEE -> along < 1.6f ? wardrobe.skin() : wardrobe.color();
      case STRIPES -> {
        boolean stripe = along % 2.4f < 1.1f;
        yield along < 1.6f ? wardrobe.skin() : stripe ? wardrobe.accent() : wardrobe.color();
      }
      case BARE -> {
        // a top cut straight across the chest, on two straps
        boolean strap = Math.abs(side - 6.5f) < 0.5f;
        yield along > 8.5f || strap && along > 2 ? wardrobe.color() : wardrobe.skin();
      }
      case SUIT -> suit(side, along);
    };
  }

  private float[] suit(float side, float along) {
    float opening = 7.2f - 0.42f * along;
    float tie = 0.9f + 0.10f * (along - COLLAR);
    if (along < COLLAR) {
      return side > 0.25f * along ? wardrobe.accent() : SEAM;
    }
    if (side < tie) {
      return wardrobe.tie();
    }
    if (side < opening) {
      return wardrobe.accent();
    }
    boolean lapelEdge = Math.abs(side - opening - 2.6f) < 0.12f && along > 2;
    return lapelEdge ? SEAM : wardrobe.color();
  }

  private static final float[] SEAM = {0.006f, 0.006f, 0.007f};
}
