package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.capture.ClipInfo;
import studio.viseme.math.Smoothing;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.LogMel;

/**
 * The beats of speech: the onsets of its syllables, where energy rises over many bands at once.
 *
 * <p>The onset strength is the mean rise of the log-mel bands over 10 ms (spectral flux; Bello et
 * al., "A Tutorial on Onset Detection in Music Signals", 2005), smoothed by a Gaussian of 20 ms. An
 * onset is its largest value within 100 ms on both sides, where it exceeds the mean by half a
 * standard deviation.
 */
final class SpeechBeats {
  private static final double SMOOTHING_VECTORS = 2;
  private static final int REACH_VECTORS = 10;
  private static final double ABOVE_MEAN = .5;

  private SpeechBeats() {}

  /**
   * @param samples mono speech at 16 kHz
   * @return moments in frames of 25 a second, in order
   */
  static double[] of(float[] samples) {
    LogMel encoder = new LogMel();
    double[] strength = Smoothing.gaussian(rise(encoder.encode(samples)), SMOOTHING_VECTORS);
    double threshold = Series.mean(strength) + ABOVE_MEAN * Series.deviation(strength);
    List<Double> beats = new ArrayList<>();
    for (int i = 0; i < strength.length; i++) {
      if (strength[i] > threshold && isLargest(strength, i)) {
        beats.add(i / encoder.rate() * ClipInfo.FPS);
      }
    }
    return beats.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] rise(FeatureSequence bands) {
    double[] rise = new double[bands.count()];
    int width = bands.width();
    for (int i = 1; i < rise.length; i++) {
      for (int b = 0; b < width; b++) {
        float step = bands.data()[i * width + b] - bands.data()[(i - 1) * width + b];
        rise[i] += Math.max(0, step) / width;
      }
    }
    return rise;
  }

  /** Of equal ones the first. */
  private static boolean isLargest(double[] values, int at) {
    int last = Math.min(values.length - 1, at + REACH_VECTORS);
    for (int i = Math.max(0, at - REACH_VECTORS); i <= last; i++) {
      if (values[i] > values[at] || values[i] == values[at] && i < at) {
        return false;
      }
    }
    return true;
  }
}
