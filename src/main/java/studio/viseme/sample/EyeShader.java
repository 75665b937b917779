package studio.viseme.sample;

import studio.viseme.math.Noise;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * An eyeball: white with a few vessels, an iris of fibres behind a clear cornea that mirrors the
 * lamps, a pupil. The ball keeps still; where it looks only turns the picture on it.
 */
final class EyeShader implements Raster.Shader {
  /** Normal 3, ambient and key exposure. */
  static final int VALUES = 5;

  static final double BALL = 1.5;
  static final double IRIS = 0.63;
  private static final float PUPIL = 0.21f;

  private final float[] turn;
  private final float[] keyLocal;
  private final float[] keyHalf;
  private final float[] fillHalf;
  private final float[] key;
  private final float[] up;
  private final Noise noise;
  private final float[] keyLight;
  private final float[] fillLight;
  private final float[] ceiling;
  private final float[] floor;
  private final float[] color;

  /**
   * @param color of the iris, linear
   * @param gaze turns straight ahead to where the eye looks, head space
   */
  EyeShader(Lighting light, float[] color, Quaternion gaze, Noise noise) {
    keyLight = light.lamps().key();
    fillLight = light.lamps().fill();
    ceiling = light.lamps().ceiling();
    floor = light.lamps().floor();
    this.color = color;
    double[] m = gaze.matrix();
    turn = new float[9];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        turn[3 * r + c] = (float) m[3 * c + r];
      }
    }
    Quaternion back = gaze.inverse();
    keyLocal = Vectors.floats(back.rotate(light.key()));
    keyHalf = Vectors.floats(back.rotate(light.keyHalf()));
    fillHalf = Vectors.floats(back.rotate(light.fillHalf()));
    key = Vectors.floats(light.key());
    up = Vectors.floats(light.up());
    this.noise = noise;
  }

  /**
   * Where on the ball the iris' centre and its rim at the right, top, left and bottom are, head
   * space.
   */
  static Vec3[] iris(double[] center, Quaternion gaze) {
    Vec3 c = new Vec3(center[0], center[1], center[2]);
    double depth = Math.sqrt(BALL * BALL - IRIS * IRIS);
    Vec3[] local = {
      new Vec3(0, 0, BALL),
      new Vec3(IRIS, 0, depth),
      new Vec3(0, IRIS, depth),
      new Vec3(-IRIS, 0, depth),
      new Vec3(0, -IRIS, depth)
    };
    Vec3[] points = new Vec3[5];
    for (int i = 0; i < 5; i++) {
      points[i] = gaze.rotate(local[i]).plus(c);
    }
    return points;
  }

  @Override
  public void shade(float[] v, float[] rgb) {
    float s = 1 / (float) Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + 1e-12f);
    float hx = v[0] * s;
    float hy = v[1] * s;
    float hz = v[2] * s;
    float x = (float) BALL * (turn[0] * hx + turn[1] * hy + turn[2] * hz);
    float y = (float) BALL * (turn[3] * hx + turn[4] * hy + turn[5] * hz);
    float z = turn[6] * hx + turn[7] * hy + turn[8] * hz;
    float r = z > 0 ? (float) Math.sqrt(x * x + y * y) : 2;
    float k = Math.max(0, (hx * key[0] + hy * key[1] + hz * key[2] + 0.35f) / 1.35f) * v[4];
    float toUp = 0.5f + 0.5f * (hx * up[0] + hy * up[1] + hz * up[2]);
    float ambient = v[3];
    float white = Math.clamp((r - (float) IRIS + 0.03f) / 0.09f, 0, 1);
    float rim = Math.clamp((r - 0.62f) / 0.9f, 0, 1);
    float vessel = Math.max(0, 0.3f - Math.abs(noise.fractal(x * 3.2f, y * 3.2f, 4, 2))) * rim;
    float[] sclera = {
      0.58f - 0.06f * rim,
      0.52f - 0.22f * rim - 0.35f * vessel,
      0.49f - 0.24f * rim - 0.35f * vessel
    };
    float angle = (float) Math.atan2(y, x);
    float fibre = noise.fractal(angle * 9f, r * 3.5f, 1.5f, 3);
    float inner = Math.clamp((r - PUPIL) / ((float) IRIS - PUPIL), 0, 1);
    float limbus = Math.clamp((inner - 0.70f) / 0.30f, 0, 1);
    float amber = Math.clamp(1 - Math.abs(inner - 0.18f) * 3.6f, 0, 1);
    float bright = (0.75f + 0.45f * fibre) * (1 - 0.80f * limbus * limbus);
    // light that enters the cornea from one side gathers on the other side of the iris
    float caustic =
        1 + 0.9f * Math.clamp(-(x * keyLocal[0] + y * keyLocal[1]) / (float) IRIS, -0.6f, 1);
    float[] iris = {
      bright * caustic * (color[0] + 0.10f * amber),
      bright * caustic * (color[1] + 0.045f * amber),
      bright * caustic * color[2]
    };
    float open = Math.clamp((r - PUPIL + 0.02f) / 0.035f, 0, 1);

    // over the iris the cornea bulges: its normal turns faster than the ball's
    float cornea = 1 - Math.clamp((r - 0.60f) / 0.12f, 0, 1);
    float bulge = 1 + 0.95f * cornea;
    float cx = x / (float) BALL * bulge;
    float cy = y / (float) BALL * bulge;
    float cz = (float) Math.sqrt(Math.max(0.05f, 1 - cx * cx - cy * cy));
    float keyGlint = softBox(cx, cy, cz, keyHalf, 0.070f, 0.095f) * v[4];
    float fillGlint = softBox(cx, cy, cz, fillHalf, 0.05f, 0.10f) * ambient;
    for (int c = 0; c < 3; c++) {
      float around = (floor[c] + (ceiling[c] - floor[c]) * toUp) * ambient;
      float body = (1 - white) * iris[c] * open + white * sclera[c];
      rgb[c] =
          body * (keyLight[c] * k + 0.7f * fillLight[c] * ambient + around)
              + 1.15f * keyLight[c] * keyGlint
              + 0.45f * fillLight[c] * fillGlint
              + 0.02f * ambient;
    }
  }

  /** The mirror image of a rectangular lamp: 1 inside, soft at the edge. */
  private static float softBox(float x, float y, float z, float[] half, float width, float height) {
    float dx = Math.abs(x - half[0]) / width;
    float dy = Math.abs(y - half[1]) / height;
    if (z < 0.2f) {
      return 0;
    }
    return Math.clamp((1 - dx) * 4, 0, 1) * Math.clamp((1 - dy) * 4, 0, 1);
  }
}
