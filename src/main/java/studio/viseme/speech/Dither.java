package studio.viseme.speech;

/**
 * A stream behind a faint noise, on the 16-bit scale. The acoustic model has never heard digital
 * silence and makes words of it; a recording's own noise drowns this one. Sample i gets the same
 * noise however the sound is cut.
 */
final class Dither implements SpeechStream {
  /** Of 16-bit samples, which the acoustic model was trained on. */
  private static final float SCALE = 32_768;

  /** Standard deviation of the sum of four 16-bit numbers. */
  private static final double DEVIATION_OF_SUM = 65_536 / Math.sqrt(3);

  private static final double MEAN_OF_SUM = 2 * 65_535;

  private final float deviation;
  private final SpeechStream next;
  private long position;

  /**
   * @param deviation of the noise, on the 16-bit scale
   */
  Dither(float deviation, SpeechStream next) {
    this.deviation = deviation;
    this.next = next;
  }

  @Override
  public FeatureSequence append(float[] samples, int from, int to) {
    float[] dithered = new float[to - from];
    for (int i = 0; i < dithered.length; i++) {
      dithered[i] = SCALE * samples[from + i] + noise(position++);
    }
    return next.append(dithered);
  }

  @Override
  public FeatureSequence finish() {
    return next.finish();
  }

  /** The sum of four uniform numbers is near enough to a Gaussian. */
  private float noise(long index) {
    long bits = mix(index);
    long sum =
        (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48 & 0xffff);
    return (float) ((sum - MEAN_OF_SUM) / DEVIATION_OF_SUM * deviation);
  }

  /** SplitMix64's output function: a number's bits, well shaken. */
  private static long mix(long index) {
    long z = (index + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
