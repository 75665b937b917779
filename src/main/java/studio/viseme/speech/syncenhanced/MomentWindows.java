package studio.viseme.speech.syncenhanced;

import java.util.Arrays;
import studio.viseme.speech.FeatureSequence;

/**
 * What is heard of one of the two sources around the eight moments of a frame: its vectors, a
 * hundred a second, each value less its mean and divided by its standard deviation over the sound
 * learnt from. A moment is the middle of a frame.
 *
 * @param samples heard of a moment: 1, or that many means of two neighbouring vectors, around it
 * @param mean of each value
 * @param deviation the same, never 0
 */
record MomentWindows(int samples, float[] mean, float[] deviation) {
  /** Frames a second. */
  static final int FPS = 25;

  /** Vectors a second, of both sources and of what comes out. */
  static final int RATE = 100;

  static final int PER_FRAME = RATE / FPS;

  /** Moments that are weighed for a frame: its own, four before it, three after it. */
  static final int MOMENTS = 8;

  /** Those of them before the own one. */
  static final int MOMENTS_BEFORE = MOMENTS / 2;

  private static final double LEAST_DEVIATION = 1e-3;

  /** Values are clipped to this many deviations. */
  private static final float FARTHEST = 4;

  /** Fits mean and deviation on a sound. */
  static MomentWindows fit(int samples, FeatureSequence sound) {
    int width = sound.width();
    int count = Math.max(1, sound.count());
    double[] sums = new double[width];
    double[] squares = new double[width];
    for (int i = 0; i < sound.data().length; i++) {
      double v = sound.data()[i];
      sums[i % width] += v;
      squares[i % width] += v * v;
    }
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int k = 0; k < width; k++) {
      double m = sums[k] / count;
      mean[k] = (float) m;
      double variance = Math.max(0, squares[k] / count - m * m);
      deviation[k] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(variance));
    }
    return new MomentWindows(samples, mean, deviation);
  }

  int width() {
    return mean.length;
  }

  /** Items of a frame: moment after moment, sample after sample. */
  int items() {
    return MOMENTS * samples;
  }

  /** The last vector that the window of a frame needs. */
  long lastVector(long frame) {
    return middle(frame + MOMENTS - MOMENTS_BEFORE - 1) + Math.max(0, samples - 1);
  }

  /** The first vector that the window of a frame needs. */
  long firstVector(long frame) {
    return middle(frame - MOMENTS_BEFORE) - samples;
  }

  private static long middle(long frame) {
    return PER_FRAME * frame + PER_FRAME / 2;
  }

  /**
   * Cuts the window of a frame; beyond the ends the first or last vector is repeated.
   *
   * @param vectors the source's, from vector {@code first} on
   * @param count how many there are in all, at least 1
   * @param out {@link #width()} rows of {@code frames} × {@link #items()} values
   * @param place which of the frames
   */
  void cut(
      float[] vectors, long first, long count, long frame, float[] out, int place, int frames) {
    int width = width();
    int columns = frames * items();
    for (int moment = 0; moment < MOMENTS; moment++) {
      long center = middle(frame + moment - MOMENTS_BEFORE);
      for (int s = 0; s < samples; s++) {
        long a = samples == 1 ? center : center - samples + 2 * s;
        long b = samples == 1 ? center : a + 1;
        int from = (int) (Math.clamp(a, 0, count - 1) - first) * width;
        int to = (int) (Math.clamp(b, 0, count - 1) - first) * width;
        int column = place * items() + moment * samples + s;
        for (int k = 0; k < width; k++) {
          float v = ((vectors[from + k] + vectors[to + k]) / 2 - mean[k]) / deviation[k];
          out[k * columns + column] = Math.clamp(v, -FARTHEST, FARTHEST);
        }
      }
    }
  }

  /** The windows of some frames of a whole sound. */
  float[] cut(FeatureSequence sound, int[] frames) {
    float[] windows = new float[width() * frames.length * items()];
    for (int i = 0; i < frames.length; i++) {
      cut(sound.data(), 0, sound.count(), frames[i], windows, i, frames.length);
    }
    return windows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MomentWindows windows
        && samples == windows.samples
        && Arrays.equals(mean, windows.mean)
        && Arrays.equals(deviation, windows.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * samples + Arrays.hashCode(mean);
  }
}
