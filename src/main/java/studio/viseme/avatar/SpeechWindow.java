package studio.viseme.avatar;

import studio.viseme.speech.FeatureSequence;

/**
 * Which stretch of speech features an avatar is given for a moment. Training, dubbing and
 * evaluation all cut their windows here, those of a sound that is still arriving through {@link
 * FrameWindows}.
 *
 * @param encoder the speech encoder's name
 * @param width values a feature vector
 * @param rate feature vectors a second
 * @param before vectors before the one at the moment
 * @param after vectors after it
 */
public record SpeechWindow(String encoder, int width, double rate, int before, int after) {
  /** A moment this near to a vector's own, in vectors, is the vector's. */
  private static final double SAME_MOMENT = 1e-6;

  public int vectors() {
    return before + 1 + after;
  }

  public int size() {
    return vectors() * width;
  }

  /** Cuts the window of a film's frame, whose time is {@code frame / fps} seconds. */
  public float[] cut(FeatureSequence features, int frame, double fps) {
    return cut(features, frame / fps);
  }

  /**
   * Cuts the window around {@code seconds}; beyond the ends the first or last vector is repeated.
   * Between two vectors' moments the window lies between the vectors, so that it is centred on the
   * moment at any rate.
   */
  public float[] cut(FeatureSequence features, double seconds) {
    if (features.width() != width || features.rate() != rate) {
      throw new IllegalArgumentException(
          "features of "
              + features.width()
              + " at "
              + features.rate()
              + " Hz for a window of "
              + width
              + " at "
              + rate);
    }
    return cut(features.data(), 0, features.count(), seconds);
  }

  /** The last vector that the window around a moment needs. */
  long lastVector(double seconds) {
    return (long) Math.ceil(seconds * rate - SAME_MOMENT) + after;
  }

  /** The first vector that the window around a moment needs. */
  long firstVector(double seconds) {
    return (long) Math.floor(seconds * rate + SAME_MOMENT) - before;
  }

  /**
   * @param vectors those from {@code first} on; every one that the window needs must be there
   * @param count how many vectors there are in all
   */
  float[] cut(float[] vectors, long first, long count, double seconds) {
    double position = seconds * rate;
    long center = (long) Math.floor(position + SAME_MOMENT);
    float along = position - center < SAME_MOMENT ? 0 : (float) (position - center);
    float[] window = new float[size()];
    for (int i = 0; i < vectors(); i++) {
      int at = (int) (Math.clamp(center - before + i, 0, count - 1) - first) * width;
      System.arraycopy(vectors, at, window, i * width, width);
      if (along > 0) {
        int next = (int) (Math.clamp(center - before + i + 1, 0, count - 1) - first) * width;
        for (int k = 0; k < width; k++) {
          window[i * width + k] += along * (vectors[next + k] - vectors[at + k]);
        }
      }
    }
    return window;
  }
}
