package studio.viseme.media;

/**
 * Changes the sampling rate of sound that is read from memory or a file: windowed-sinc
 * interpolation, streaming.
 */
final class RateChange implements AudioSource {
  /** Zero crossings of the sinc on each side. */
  private static final int CROSSINGS = 16;

  private final AudioSource source;
  private final int rate;
  private final int channels;
  private final double step;
  private final double cutoff;
  private final int reach;

  /** Frames [start, start + length) of the source. */
  private float[] window = new float[0];

  private long start;
  private int length;
  private boolean ended;
  private long position;

  private RateChange(AudioSource source, int rate) {
    this.source = source;
    this.rate = rate;
    this.channels = source.channels();
    this.step = (double) source.sampleRate() / rate;
    this.cutoff = Math.min(1, (double) rate / source.sampleRate());
    this.reach = (int) Math.ceil(CROSSINGS / cutoff);
  }

  static AudioSource to(AudioSource source, int rate) {
    return source.sampleRate() == rate ? source : new RateChange(source, rate);
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int read(float[] interleaved, int offset, int frames) {
    for (int i = 0; i < frames; i++) {
      double at = position * step;
      long center = (long) Math.floor(at);
      fill(center - reach, center + reach + 1);
      if (ended && at >= start + length) {
        return i;
      }
      interpolate(at, center, interleaved, offset + i * channels);
      position++;
    }
    return frames;
  }

  private void interpolate(double at, long center, float[] target, int offset) {
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (long k = Math.max(center - reach + 1, start);
          k <= Math.min(center + reach, start + length - 1);
          k++) {
        sum += window[(int) (k - start) * channels + channel] * kernel(at - k);
      }
      target[offset + channel] = (float) sum;
    }
  }

  /** A sinc under a raised-cosine window. */
  private double kernel(double distance) {
    double x = distance * cutoff;
    if (Math.abs(x) >= CROSSINGS) {
      return 0;
    }
    double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return cutoff * sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / CROSSINGS));
  }

  /**
   * Makes the window hold the source's frames from {@code first} to {@code end}, as far as there
   * are any.
   */
  private void fill(long first, long end) {
    if (ended || end <= start + length) {
      return;
    }
    int dropped = (int) Math.clamp(first - start, 0, length);
    int kept = length - dropped;
    int block = 4096;
    float[] next = new float[(kept + block) * channels];
    System.arraycopy(window, dropped * channels, next, 0, kept * channels);
    int count = source.read(next, kept * channels, block);
    ended = count < block;
    window = next;
    start += dropped;
    length = kept + count;
  }
}
