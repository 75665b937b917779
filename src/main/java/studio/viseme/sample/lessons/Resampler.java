package studio.viseme.sample.lessons;

/** Brings a sound to 16 kHz: a windowed sinc that cuts below the lower of the two half rates. */
final class Resampler {
  private static final int RATE = 16_000;
  private static final int LOBES = 10;

  private Resampler() {}

  static float[] to16k(float[] sound, int rate) {
    if (rate == RATE) {
      return sound;
    }
    int common = gcd(rate, RATE);
    int up = RATE / common;
    int down = rate / common;
    double cut = Math.min(1, (double) RATE / rate) * 0.95;
    int reach = (int) Math.ceil(LOBES / cut);
    float[][] filters = new float[up][];
    for (int phase = 0; phase < up; phase++) {
      filters[phase] = filter((double) phase / up, cut, reach);
    }
    float[] out = new float[(int) ((long) sound.length * up / down)];
    for (int i = 0; i < out.length; i++) {
      long at = (long) i * down;
      int first = (int) (at / up) - reach + 1;
      float[] filter = filters[(int) (at % up)];
      int from = Math.max(0, -first);
      int to = Math.min(filter.length, sound.length - first);
      float sum = 0;
      for (int k = from; k < to; k++) {
        sum += filter[k] * sound[first + k];
      }
      out[i] = sum;
    }
    return out;
  }

  /** Weights of the samples around a place {@code along} between two of them. */
  private static float[] filter(double along, double cut, int reach) {
    float[] weights = new float[2 * reach];
    for (int k = 0; k < weights.length; k++) {
      double distance = k - reach + 1 - along;
      double x = Math.PI * distance * cut;
      double hann = 0.5 + 0.5 * Math.cos(Math.PI * distance / reach);
      weights[k] = (float) ((Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x) * hann * cut);
    }
    return weights;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
