package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * What of a speech window the mouth listens to: means over 80 ms at 11 places from 200 ms before
 * the moment to 200 ms after it, each value less its mean and divided by its standard deviation
 * over the training frames, and then weighed: what is farther away says less, and a short clip
 * would learn it by heart. The window reaches 40 ms farther on both sides, so that the moment
 * before and the moment after can be heard from it too.
 *
 * @param window the avatar's
 * @param mean of each value of a feature vector
 * @param deviation the same, never 0
 * @param span seconds around a place that its mean is over
 * @param lag seconds by which the clip's sound is behind its lips, negative where it is ahead: a
 *     moment of the clip itself is heard that much later
 */
record SpeechTaps(SpeechWindow window, float[] mean, float[] deviation, float span, float lag) {
  private static final double STEP_SECONDS = 0.04;

  /** Around each place: shorter means are noisier, and miss what lies between the places. */
  private static final float SPAN = 0.08f;

  /** Around a moment that is heard alone. */
  static final float SHORTEST_SPAN = 0.02f;

  /** Of the place at the moment, then of those 40, 80 … 200 ms before and after it. */
  private static final float[] WEIGHTS = {1, 0.9f, 0.7f, 0.5f, 0.35f, 0.25f};

  private static final int TAPS = 2 * WEIGHTS.length - 1;

  /**
   * Values are clipped to this many deviations: digital silence is farther out than any recording.
   */
  static final float FARTHEST = 4;

  /** How far the window reaches beyond the places, for the moments before and after. */
  static final double NEIGHBOUR_SECONDS = 0.04;

  /**
   * The window that an encoder's features are cut with. The mouth is shown from a frame's middle,
   * 20 ms after its time.
   */
  static SpeechWindow windowFor(SpeechEncoder encoder) {
    return windowFor(encoder.name(), encoder.width(), encoder.rate(), 0);
  }

  /**
   * The same of features that no encoder needs to give, from which a moment can be heard in time
   * and {@code lag} seconds later.
   */
  static SpeechWindow windowFor(String name, int width, double rate, double lag) {
    double reach = TAPS / 2 * STEP_SECONDS + SPAN / 2 + NEIGHBOUR_SECONDS;
    int before = (int) Math.ceil((reach - FRAME_MIDDLE + Math.max(0, -lag)) * rate);
    int after = (int) Math.ceil((reach + FRAME_MIDDLE + Math.max(0, lag)) * rate);
    return new SpeechWindow(name, width, rate, before, after);
  }

  private static final double FRAME_MIDDLE = 0.02;

  /**
   * Fits mean and deviation on the first {@code seconds} of the features, for moments that are
   * heard alone.
   */
  static SpeechTaps fit(SpeechWindow window, FeatureSequence features, double seconds) {
    int count = Math.clamp((int) (seconds * features.rate()), 1, features.count());
    int width = features.width();
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int k = 0; k < width; k++) {
      double sum = 0;
      double squares = 0;
      for (int t = 0; t < count; t++) {
        double v = features.data()[t * width + k];
        sum += v;
        squares += v * v;
      }
      double m = sum / count;
      mean[k] = (float) m;
      deviation[k] = (float) Math.max(1e-3, Math.sqrt(Math.max(0, squares / count - m * m)));
    }
    return new SpeechTaps(window, mean, deviation, SHORTEST_SPAN, 0);
  }

  /** The same, listening around each place to a clip whose sound lags by so many seconds. */
  SpeechTaps listening(float lag) {
    SpeechWindow reaching = windowFor(window.encoder(), window.width(), window.rate(), lag);
    return new SpeechTaps(reaching, mean, deviation, SPAN, lag);
  }

  /** Where in a window the moment lies that the mouth is shown at, in vectors. */
  double middle() {
    return window.before() + FRAME_MIDDLE * window.rate();
  }

  /** Values that {@link #read} gives. */
  int size() {
    return TAPS * window.width();
  }

  /** The squared length that {@link #read}'s values have in the mean. */
  double squaredLength() {
    double sum = 0;
    for (int tap = 0; tap < TAPS; tap++) {
      sum += weight(tap) * weight(tap);
    }
    return sum * window.width();
  }

  private static float weight(int tap) {
    return WEIGHTS[Math.abs(tap - TAPS / 2)];
  }

  /** What is heard at the window's own moment, and nowhere else: as many values as a vector has. */
  float[] moment(float[] cut) {
    float[] all = new float[size()];
    read(cut, 0, all, 0, 1);
    int from = TAPS / 2 * window.width();
    return Arrays.copyOfRange(all, from, from + window.width());
  }

  /**
   * Reads the taps out of a window.
   *
   * @param seconds from the window's own moment to the one that is heard
   * @param out column {@code column} of {@link #size()} rows of {@code columns} values
   */
  void read(float[] cut, double seconds, float[] out, int column, int columns) {
    int width = window.width();
    double center = middle() + seconds * window.rate();
    double half = span * window.rate() / 2;
    for (int tap = 0; tap < TAPS; tap++) {
      double at = center + (tap - TAPS / 2) * STEP_SECONDS * window.rate();
      int from = Math.clamp((int) Math.round(at - half), 0, window.vectors() - 1);
      int to = Math.clamp((int) Math.round(at + half), from + 1, window.vectors());
      for (int k = 0; k < width; k++) {
        float sum = 0;
        for (int t = from; t < to; t++) {
          sum += cut[t * width + k];
        }
        float value = (sum / (to - from) - mean[k]) / deviation[k];
        out[(tap * width + k) * columns + column] =
            weight(tap) * Math.clamp(value, -FARTHEST, FARTHEST);
      }
    }
  }
}
