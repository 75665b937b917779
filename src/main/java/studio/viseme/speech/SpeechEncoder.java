package studio.viseme.speech;

/**
 * Turns speech into feature vectors. The same code serves training and new audio. Implementations
 * are immutable and thread-safe.
 */
public interface SpeechEncoder {
  /** The sampling rate every encoder takes, Hz. */
  int SAMPLE_RATE = 16_000;

  /** The name on the command line and in avatars, such as {@code logmel}. */
  String name();

  /** Values a vector. */
  int width();

  /** Vectors a second. */
  double rate();

  /**
   * @param samples mono speech at 16 kHz, −1..1
   */
  FeatureSequence encode(float[] samples);
}
