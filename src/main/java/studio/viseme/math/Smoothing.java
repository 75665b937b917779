package studio.viseme.math;

import java.util.Arrays;

/** Smooths and inspects evenly sampled series. Beyond its ends a series repeats its end values. */
public final class Smoothing {
  private Smoothing() {}

  /**
   * Convolution with a Gaussian of standard deviation {@code sigma} samples, cut at three of them.
   */
  public static double[] gaussian(double[] series, double sigma) {
    if (sigma <= 0) {
      return series.clone();
    }
    int radius = (int) Math.ceil(3 * sigma);
    double[] kernel = new double[2 * radius + 1];
    double total = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
      total += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= total;
    }
    return convolve(series, kernel);
  }

  /**
   * A least-squares polynomial through each window, read at its middle (Savitzky and Golay, 1964).
   */
  public static double[] savitzkyGolay(double[] series, int window, int order) {
    return convolve(series, savitzkyGolayKernel(window, order));
  }

  /**
   * Standard deviation of the white noise on a smooth series: the residual of a Savitzky-Golay fit,
   * corrected for what the fit takes away. Real motion faster than the window counts as noise.
   *
   * @return 0 when the series is shorter than the window
   */
  public static double jitter(double[] series, int window, int order) {
    double[] kernel = savitzkyGolayKernel(window, order);
    int radius = window / 2;
    double sum = 0;
    int n = 0;
    for (int i = radius; i < series.length - radius; i++, n++) {
      double fit = 0;
      for (int j = -radius; j <= radius; j++) {
        fit += kernel[j + radius] * series[i + j];
      }
      sum += (series[i] - fit) * (series[i] - fit);
    }
    return n == 0 ? 0 : Math.sqrt(sum / n / (1 - kernel[radius]));
  }

  static double[] savitzkyGolayKernel(int window, int order) {
    if (window % 2 == 0 || window <= order || order < 0) {
      throw new IllegalArgumentException("window " + window + ", order " + order);
    }
    int radius = window / 2;
    int terms = order + 1;
    double[] normal = new double[terms * terms];
    for (int a = 0; a < terms; a++) {
      for (int b = 0; b < terms; b++) {
        for (int j = -radius; j <= radius; j++) {
          normal[a * terms + b] += Math.pow(j, a + b);
        }
      }
    }
    double[] value = new double[terms];
    value[0] = 1;
    Cholesky.factor(normal, terms).solve(value);
    double[] kernel = new double[window];
    for (int j = -radius; j <= radius; j++) {
      for (int a = 0; a < terms; a++) {
        kernel[j + radius] += value[a] * Math.pow(j, a);
      }
    }
    return kernel;
  }

  private static double[] convolve(double[] series, double[] kernel) {
    int radius = kernel.length / 2;
    double[] out = new double[series.length];
    for (int i = 0; i < series.length; i++) {
      double sum = 0;
      for (int j = -radius; j <= radius; j++) {
        sum += kernel[j + radius] * series[Math.clamp(i + j, 0, series.length - 1)];
      }
      out[i] = sum;
    }
    return out;
  }

  /** The value below which the share {@code q} (0..1) of the values lies; linear between ranks. */
  public static double quantile(double[] values, double q) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = q * (sorted.length - 1);
    int low = (int) rank;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (rank - low) * (sorted[high] - sorted[low]);
  }
}
