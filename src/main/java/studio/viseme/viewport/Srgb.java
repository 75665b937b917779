package studio.viseme.viewport;

/**
 * The transfer function of sRGB (IEC 61966-2-1) as tables: light is averaged in linear values, as
 * an eye does, and stored in encoded ones.
 */
public final class Srgb {
  private static final int STEPS = 1 << 14;
  private static final float[] LINEAR = linear();
  private static final byte[] ENCODED = encoded();

  private Srgb() {}

  /** The linear value, 0..1, of an encoded byte 0..255. */
  public static float toLinear(int encoded) {
    return LINEAR[encoded];
  }

  /** The encoded value, 0..255, of a linear one, which is clamped to 0..1. */
  public static int toEncoded(float linear) {
    int step = (int) (linear * (STEPS - 1) + 0.5f);
    return ENCODED[Math.clamp(step, 0, STEPS - 1)] & 0xff;
  }

  private static float[] linear() {
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      double v = i / 255.0;
      table[i] = (float) (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    return table;
  }

  private static byte[] encoded() {
    byte[] table = new byte[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double v = (double) i / (STEPS - 1);
      double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
      table[i] = (byte) Math.round(255 * encoded);
    }
    return table;
  }
}
