package studio.viseme.speech.se4lip;

import java.util.Arrays;
import studio.viseme.speech.FeatureSequence;

/**
 * A spectrogram with each band less its mean and divided by its standard deviation, and the windows
 * of frames cut out of it.
 *
 * @param mean of each band
 * @param deviation the same, never 0
 */
record SpectrogramWindows(Variant variant, float[] mean, float[] deviation) {
  private static final double LEAST_DEVIATION = 1e-3;

  /** Fits mean and deviation on a sound. */
  static SpectrogramWindows fit(Variant variant, FeatureSequence spectrogram) {
    int bands = spectrogram.width();
    int count = Math.max(1, spectrogram.count());
    double[] sums = new double[bands];
    double[] squares = new double[bands];
    for (int i = 0; i < spectrogram.data().length; i++) {
      double v = spectrogram.data()[i];
      sums[i % bands] += v;
      squares[i % bands] += v * v;
    }
    float[] mean = new float[bands];
    float[] deviation = new float[bands];
    for (int b = 0; b < bands; b++) {
      double m = sums[b] / count;
      mean[b] = (float) m;
      double variance = Math.max(0, squares[b] / count - m * m);
      deviation[b] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(variance));
    }
    return new SpectrogramWindows(variant, mean, deviation);
  }

  /** Values of a window. */
  int size() {
    return variant.moments() * mean.length;
  }

  /**
   * Takes vectors as they stand in windows.
   *
   * @param vectors the spectrogram's, from vector {@code first} on
   * @param known how many there are in all; beyond them is silence
   * @param begin the first that is taken, maybe before the sound
   * @param count how many are taken
   */
  void take(float[] vectors, long first, long known, long begin, int count, float[] out, int at) {
    int bands = mean.length;
    for (int t = 0; t < count; t++) {
      long vector = begin + t;
      boolean sounds = vector >= 0 && vector < known;
      int from = sounds ? (int) (vector - first) * bands : 0;
      for (int b = 0; b < bands; b++) {
        float v = sounds ? vectors[from + b] : variant.silence();
        out[at + t * bands + b] = (v - mean[b]) / deviation[b];
      }
    }
  }

  /** The windows of some frames of a whole sound, one after another. */
  float[] cut(FeatureSequence spectrogram, int[] frames) {
    float[] windows = new float[frames.length * size()];
    for (int i = 0; i < frames.length; i++) {
      take(
          spectrogram.data(),
          0,
          spectrogram.count(),
          variant.firstVector(frames[i]),
          variant.moments(),
          windows,
          i * size());
    }
    return windows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpectrogramWindows windows
        && variant == windows.variant
        && Arrays.equals(mean, windows.mean)
        && Arrays.equals(deviation, windows.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * variant.hashCode() + Arrays.hashCode(mean);
  }
}
