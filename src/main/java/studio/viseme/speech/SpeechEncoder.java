package studio.viseme.speech;

import studio.viseme.job.Workers;

/**
 * Turns speech into feature vectors. The same code serves training and new audio, and whatever
 * pieces the sound arrives in, the vectors are the same bits. Implementations are immutable and
 * thread-safe.
 */
public interface SpeechEncoder {
  /** The sampling rate every encoder takes, Hz. */
  int SAMPLE_RATE = 16_000;

  /** Samples that {@link #encode} hands to a stream at once, so that its memory doesn't grow. */
  int PIECE = 20 * SAMPLE_RATE;

  /** The name on the command line and in avatars, such as {@code logmel}. */
  String name();

  /** Values a vector. */
  int width();

  /** Vectors a second. */
  double rate();

  /**
   * How much sound after a vector's moment it takes until the vector is final, seconds: what a
   * listener to live sound lags behind.
   */
  double lag();

  /**
   * What decides the vectors beside the name: the SHA-256 of an imported net's file, or of the
   * weights that came with the program; empty where nothing was learnt that could be learnt anew.
   */
  default String fingerprint() {
    return "";
  }

  /**
   * Begins a sound that arrives in pieces.
   *
   * @param workers lend a hand with long pieces; the vectors don't depend on how many they are
   */
  SpeechStream stream(Workers workers);

  /**
   * The vectors of a whole sound: one for every moment i / rate before its end.
   *
   * @param samples mono speech at 16 kHz, −1..1
   */
  default FeatureSequence encode(float[] samples) {
    return encode(samples, Workers.sameThread());
  }

  /** The same bits, sooner. */
  default FeatureSequence encode(float[] samples, Workers workers) {
    SpeechStream stream = stream(workers);
    FloatList values = new FloatList();
    for (int at = 0; at < samples.length; at += PIECE) {
      values.add(stream.append(samples, at, Math.min(samples.length, at + PIECE)).data());
    }
    values.add(stream.finish().data());
    return new FeatureSequence(width(), rate(), values.toArray());
  }
}
