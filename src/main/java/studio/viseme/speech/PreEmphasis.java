package studio.viseme.speech;

/**
 * A stream behind the filter y[n] = x[n] − a x[n − 1], which lifts the high frequencies that a
 * voice is weak in.
 */
final class PreEmphasis implements SpeechStream {
  private final float coefficient;
  private final SpeechStream next;
  private float previous;

  PreEmphasis(float coefficient, SpeechStream next) {
    this.coefficient = coefficient;
    this.next = next;
  }

  @Override
  public FeatureSequence append(float[] samples, int from, int to) {
    float[] filtered = new float[to - from];
    for (int i = 0; i < filtered.length; i++) {
      float sample = samples[from + i];
      filtered[i] = sample - coefficient * previous;
      previous = sample;
    }
    return next.append(filtered);
  }

  @Override
  public FeatureSequence finish() {
    return next.finish();
  }
}
