package studio.viseme.avatar;

import studio.viseme.speech.FeatureSequence;

/**
 * Which stretch of speech features an avatar is given for a moment.
 *
 * @param encoder the speech encoder's name
 * @param width values a feature vector
 * @param rate feature vectors a second
 * @param before vectors before the one at the moment
 * @param after vectors after it
 */
public record SpeechWindow(String encoder, int width, double rate, int before, int after) {
  public int vectors() {
    return before + 1 + after;
  }

  public int size() {
    return vectors() * width;
  }

  /**
   * Cuts the window around {@code seconds}; beyond the ends the first or last vector is repeated.
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
    float[] window = new float[size()];
    int center = (int) Math.round(seconds * rate);
    for (int i = 0; i < vectors(); i++) {
      int source = Math.clamp(center - before + i, 0, features.count() - 1);
      System.arraycopy(features.data(), source * width, window, i * width, width);
    }
    return window;
  }
}
