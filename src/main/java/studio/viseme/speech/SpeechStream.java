package studio.viseme.speech;

/**
 * A sound that arrives in pieces, and its feature vectors as they become final. Keeps no more of
 * the sound than later vectors need. One thread at a time.
 */
public interface SpeechStream {
  /**
   * Takes the next samples, any number of them.
   *
   * @param samples mono speech at 16 kHz, −1..1; those from {@code from} to {@code to − 1} are
   *     taken
   * @return the vectors that are final now and weren't before; often none
   * @throws IllegalStateException after {@link #finish()}
   */
  FeatureSequence append(float[] samples, int from, int to);

  /** Takes all of an array. */
  default FeatureSequence append(float[] samples) {
    return append(samples, 0, samples.length);
  }

  /** Ends the sound: beyond it is silence. Gives the rest of the vectors. */
  FeatureSequence finish();
}
