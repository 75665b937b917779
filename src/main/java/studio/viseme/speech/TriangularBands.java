package studio.viseme.speech;

import java.util.function.DoubleUnaryOperator;

/**
 * Overlapping triangles over the bins of a power spectrum; each rises from its lower neighbour's
 * centre and falls to its upper neighbour's. Immutable.
 */
final class TriangularBands {
  private final Band[] bands;

  private record Band(int firstBin, float[] weights) {}

  /**
   * @param edges hertz: the foot of the first band, each band's centre, and the foot of the last
   * @param binHz hertz from bin to bin
   * @param height of a triangle, of its width in hertz
   */
  TriangularBands(double[] edges, double binHz, DoubleUnaryOperator height) {
    this.bands = new Band[edges.length - 2];
    for (int b = 0; b < bands.length; b++) {
      double left = edges[b];
      double center = edges[b + 1];
      double right = edges[b + 2];
      int first = (int) Math.ceil(left / binHz);
      int last = (int) Math.floor(right / binHz);
      float[] weights = new float[last - first + 1];
      double peak = height.applyAsDouble(right - left);
      for (int k = 0; k < weights.length; k++) {
        double hz = (first + k) * binHz;
        double share =
            hz <= center ? (hz - left) / (center - left) : (right - hz) / (right - center);
        weights[k] = (float) (peak * share);
      }
      bands[b] = new Band(first, weights);
    }
  }

  int count() {
    return bands.length;
  }

  /** The weighted sum of a spectrum's bins under a band. */
  float sum(int band, float[] spectrum) {
    Band at = bands[band];
    float sum = 0;
    for (int k = 0; k < at.weights.length; k++) {
      sum += at.weights[k] * spectrum[at.firstBin + k];
    }
    return sum;
  }

  /** {@code count} + 2 edges, equally spaced between two frequencies on a scale. */
  static double[] edges(
      int count,
      double lowest,
      double highest,
      DoubleUnaryOperator scale,
      DoubleUnaryOperator inverse) {
    double low = scale.applyAsDouble(lowest);
    double high = scale.applyAsDouble(highest);
    double[] edges = new double[count + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = inverse.applyAsDouble(low + (high - low) * i / (count + 1));
    }
    return edges;
  }

  /** O'Shaughnessy's mel scale, m = 2595 log10(1 + f / 700). */
  static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
