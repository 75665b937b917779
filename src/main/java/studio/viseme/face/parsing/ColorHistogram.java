package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.image.RgbImage;

/**
 * How often colours occur in one class of pixels: 20 bins a channel, smoothed, never quite zero.
 */
final class ColorHistogram {
  static final int BINS = 20;
  static final int SIZE = BINS * BINS * BINS;
  private static final int SMOOTHING = 2;
  private static final float FLOOR = 1e-3f;

  /** With fewer pixels than this a class has no colours of its own: all are equally (un)likely. */
  private static final double MIN_PIXELS = 50;

  private ColorHistogram() {}

  /** The bin of each pixel. */
  static short[] bins(RgbImage image) {
    byte[] c = image.data();
    short[] out = new short[image.width() * image.height()];
    for (int i = 0, p = 0; i < out.length; i++, p += 3) {
      int r = (c[p] & 255) * BINS >> 8;
      int g = (c[p + 1] & 255) * BINS >> 8;
      int b = (c[p + 2] & 255) * BINS >> 8;
      out[i] = (short) ((r * BINS + g) * BINS + b);
    }
    return out;
  }

  /** Turns counts into probabilities that add up to about 1. */
  static float[] probabilities(float[] counts) {
    double total = 0;
    for (float n : counts) {
      total += n;
    }
    float[] out = counts.clone();
    if (total < MIN_PIXELS) {
      Arrays.fill(out, 1f / SIZE);
      return out;
    }
    for (int round = 0; round < SMOOTHING; round++) {
      for (int step : new int[] {BINS * BINS, BINS, 1}) {
        out = smoothed(out, step);
      }
    }
    for (int i = 0; i < SIZE; i++) {
      out[i] = (float) ((out[i] + FLOOR * total / SIZE) / total);
    }
    return out;
  }

  /** Weights 1, 2, 1 along one channel. */
  private static float[] smoothed(float[] in, int step) {
    float[] out = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      int q = i / step % BINS;
      float sum = 2 * in[i];
      float weight = 2;
      if (q > 0) {
        sum += in[i - step];
        weight++;
      }
      if (q < BINS - 1) {
        sum += in[i + step];
        weight++;
      }
      out[i] = sum / weight;
    }
    return out;
  }
}
