package studio.viseme.sample;

/**
 * Skin under the studio's lamps. Light that enters skin leaves it around the corner, red furthest,
 * which wrapped diffuse reflection with a reach for each colour imitates; the oily surface adds two
 * highlights.
 */
final class SkinShader implements Raster.Shader {
  /** Normal 3, texture coordinates 2, ambient and key exposure. */
  static final int VALUES = 7;

  private static final float[] REACH = {0.42f, 0.22f, 0.16f};

  private final float[] texels;
  private final float[] key;
  private final float[] fill;
  private final float[] rim;
  private final float[] up;
  private final float[] view;
  private final float[] keyHalf;
  private final float[] fillHalf;
  private final float[] keyLight;
  private final float[] fillLight;
  private final float[] rimLight;
  private final float[] ceiling;
  private final float[] floor;
  private final float[] skin = new float[SkinTexture.CHANNELS];

  SkinShader(SkinTexture texture, Lighting light) {
    texels = texture.texels;
    keyLight = light.lamps().key();
    fillLight = light.lamps().fill();
    rimLight = light.lamps().rim();
    ceiling = light.lamps().ceiling();
    floor = light.lamps().floor();
    key = Vectors.floats(light.key());
    fill = Vectors.floats(light.fill());
    rim = Vectors.floats(light.rim());
    up = Vectors.floats(light.up());
    view = Vectors.floats(light.view());
    keyHalf = Vectors.floats(light.keyHalf());
    fillHalf = Vectors.floats(light.fillHalf());
  }

  private void lookUp(float u, float v) {
    float x = Math.clamp(u * SkinTexture.SIZE - 0.5f, 0, SkinTexture.SIZE - 1.001f);
    float y = Math.clamp(v * SkinTexture.SIZE - 0.5f, 0, SkinTexture.SIZE - 1.001f);
    int ix = (int) x;
    int iy = (int) y;
    float fx = x - ix;
    float fy = y - iy;
    int i = (iy * SkinTexture.SIZE + ix) * SkinTexture.CHANNELS;
    int right = i + SkinTexture.CHANNELS;
    int below = i + SkinTexture.SIZE * SkinTexture.CHANNELS;
    int both = below + SkinTexture.CHANNELS;
    float w00 = (1 - fx) * (1 - fy);
    float w10 = fx * (1 - fy);
    float w01 = (1 - fx) * fy;
    float w11 = fx * fy;
    for (int c = 0; c < SkinTexture.CHANNELS; c++) {
      skin[c] =
          w00 * texels[i + c]
              + w10 * texels[right + c]
              + w01 * texels[below + c]
              + w11 * texels[both + c];
    }
  }

  @Override
  public void shade(float[] v, float[] rgb) {
    lookUp(v[3], v[4]);
    float nx = v[0] - skin[4];
    float ny = v[1] - skin[5];
    float nz = v[2] - skin[6];
    float s = 1 / (float) Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12f);
    nx *= s;
    ny *= s;
    nz *= s;
    float ambient = v[5];
    float open = v[6];
    float toKey = nx * key[0] + ny * key[1] + nz * key[2];
    float toFill = nx * fill[0] + ny * fill[1] + nz * fill[2];
    float toRim = nx * rim[0] + ny * rim[1] + nz * rim[2];
    float toUp = 0.5f + 0.5f * (nx * up[0] + ny * up[1] + nz * up[2]);
    float toView = Math.max(0.05f, nx * view[0] + ny * view[1] + nz * view[2]);
    float graze = (1 - toView) * (1 - toView);
    graze *= graze * (1 - toView);

    float h = Math.max(0, nx * keyHalf[0] + ny * keyHalf[1] + nz * keyHalf[2]);
    float h2 = h * h;
    float h8 = h2 * h2 * h2 * h2;
    float h32 = h8 * h8 * h8 * h8;
    float broad = h8 * h8;
    float gloss = skin[3] * open * (0.055f * broad + 0.11f * h32) * Math.clamp(4 * toKey, 0, 1);
    float f = Math.max(0, nx * fillHalf[0] + ny * fillHalf[1] + nz * fillHalf[2]);
    float f2 = f * f;
    float f8 = f2 * f2 * f2 * f2;
    float glossFill = skin[3] * ambient * 0.07f * f8 * f8;
    float sheen = 0.16f * graze * ambient;
    float edge = Math.max(0, toRim) * graze * 0.5f + 0.25f * Math.max(0, toRim) * ambient;

    for (int c = 0; c < 3; c++) {
      float reach = REACH[c];
      float k = Math.max(0, (toKey + reach) / (1 + reach));
      k *= 0.35f + 0.65f * k;
      float l = Math.max(0, (toFill + reach) / (1 + reach));
      // blood shines through where shadows begin
      float shadow = c == 0 ? open * (1.35f - 0.35f * open) : open;
      float bounced =
          c == 0
              ? ambient * (1.30f - 0.30f * ambient)
              : c == 1 ? ambient * (1.08f - 0.08f * ambient) : ambient;
      float around = floor[c] + (ceiling[c] - floor[c]) * toUp;
      float diffuse = keyLight[c] * k * shadow + fillLight[c] * l * bounced + around * bounced;
      rgb[c] =
          skin[c] * diffuse
              + keyLight[c] * gloss
              + fillLight[c] * glossFill
              + ceiling[c] * sheen
              + rimLight[c] * edge * (0.25f + skin[c]);
    }
  }
}
