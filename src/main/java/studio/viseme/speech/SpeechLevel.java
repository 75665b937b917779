package studio.viseme.speech;

/**
 * How loud speech is where somebody speaks (the idea of ITU-T P.56: pauses don't count). A mouth
 * learns from one recording how loud a word is; another microphone or a synthetic voice is brought
 * to the same level before it is listened to.
 */
public final class SpeechLevel {
  /** No recording is that far off; what asks for more holds hardly any speech. Decibels. */
  private static final double GREATEST_GAIN = 30;

  private static final double FRAMES_A_SECOND = 25;

  private SpeechLevel() {}

  /**
   * The mean power of the moments with speech, decibels relative to 1.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   * @return NaN when nobody speaks
   */
  public static double decibels(float[] samples) {
    int length = (int) (SpeechEncoder.SAMPLE_RATE / FRAMES_A_SECOND);
    int frames = samples.length / length;
    if (frames == 0) {
      return Double.NaN;
    }
    boolean[] speaks = VoiceActivity.detect(samples, FRAMES_A_SECOND, frames);
    double power = 0;
    long count = 0;
    for (int i = 0; i < frames * length; i++) {
      if (speaks[i / length]) {
        power += samples[i] * samples[i];
        count++;
      }
    }
    return count == 0 || power == 0 ? Double.NaN : 10 * Math.log10(power / count);
  }

  /**
   * A copy of the speech as loud as another; unchanged when one of them has no speech. May exceed
   * −1..1.
   */
  public static float[] matched(float[] speech, float[] reference) {
    double gain = decibels(reference) - decibels(speech);
    float[] matched = speech.clone();
    if (Double.isNaN(gain)) {
      return matched;
    }
    float factor = (float) Math.pow(10, Math.clamp(gain, -GREATEST_GAIN, GREATEST_GAIN) / 20);
    for (int i = 0; i < matched.length; i++) {
      matched[i] *= factor;
    }
    return matched;
  }
}
