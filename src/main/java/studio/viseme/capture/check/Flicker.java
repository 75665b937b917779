package studio.viseme.capture.check;

import java.util.Arrays;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Luma;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * How much the light flickers from picture to picture, as mains lamps do when they beat with the
 * shutter: the median over the picture's cells of how far each picture's brightness lies off the
 * mean of its neighbours, per cent. What moves changes few cells; light changes all.
 */
final class Flicker {
  private static final int CELLS = 16;
  private static final int BURSTS = 6;
  private static final int LENGTH = 8;

  private Flicker() {}

  /** NaN for a clip that is too short or too dark to tell. */
  static double percent(FrameSource frames, int[] segments) {
    double[] found = new double[BURSTS * (LENGTH - 2)];
    int count = 0;
    for (int burst = 0; burst < BURSTS; burst++) {
      int first = (int) ((burst + 0.5) * frames.count() / BURSTS) - LENGTH / 2;
      if (first < 0
          || first + LENGTH > frames.count()
          || segments[first] != segments[first + LENGTH - 1]) {
        continue;
      }
      float[][] means = new float[LENGTH][];
      for (int i = 0; i < LENGTH; i++) {
        means[i] = means(frames.frame(first + i));
      }
      for (int i = 1; i < LENGTH - 1; i++) {
        found[count++] = Math.abs(deviation(means[i - 1], means[i], means[i + 1]));
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return 100 * sorted[count / 2];
  }

  private static float[] means(RgbImage image) {
    return Resampling.area(Luma.of(image), CELLS, CELLS).data();
  }

  private static double deviation(float[] before, float[] now, float[] after) {
    double[] ratios = new double[now.length];
    int count = 0;
    for (int i = 0; i < now.length; i++) {
      double mean = (before[i] + after[i]) / 2;
      if (mean > 16 && mean < 240) {
        ratios[count++] = now[i] / mean - 1;
      }
    }
    if (count < now.length / 8) {
      return 0;
    }
    double[] sorted = Arrays.copyOf(ratios, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }
}
