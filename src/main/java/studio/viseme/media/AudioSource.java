package studio.viseme.media;

/** Sound that is read from its start to its end. One thread at a time. */
public interface AudioSource {
  /** Samples a second of one channel. */
  int sampleRate();

  int channels();

  /**
   * Reads up to {@code frames} frames (one sample of every channel each) into {@code interleaved}
   * from index {@code offset} on.
   *
   * @return frames read; fewer than asked for only at the end, then 0
   */
  int read(float[] interleaved, int offset, int frames);

  /** Sound that is in memory already, −1..1. */
  static AudioSource of(float[] interleaved, int sampleRate, int channels) {
    return new AudioSource() {
      private int next;

      @Override
      public int sampleRate() {
        return sampleRate;
      }

      @Override
      public int channels() {
        return channels;
      }

      @Override
      public int read(float[] target, int offset, int frames) {
        int values = Math.min(frames * channels, interleaved.length - next) / channels * channels;
        System.arraycopy(interleaved, next, target, offset, values);
        next += values;
        return values / channels;
      }
    };
  }
}
