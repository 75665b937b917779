package studio.viseme.speech;

import studio.viseme.job.Workers;

/**
 * What the mouth of a voice should do, as a {@link LipNet} says it, {@value #RATE} values a second:
 * curves like those that a film shows, in the middles of its frames.
 *
 * @param gap opening between the inner lips, centimetres
 * @param width of the mouth, how far each corner moves outwards, centimetres
 * @param jaw how far it has dropped, centimetres
 */
public record HeardMouth(float[] gap, float[] width, float[] jaw) {
  /** Values a second. */
  public static final int RATE = 25;

  /** A mouth is shown from a frame's middle, seconds after its time. */
  public static final double FRAME_MIDDLE = 0.02;

  /** How much narrower a mouth is for lips that come forward. */
  private static final float ROUNDED = 0.3f;

  /**
   * Listens.
   *
   * @param samples mono speech at 16 kHz, sample 0 at the start of frame 0
   */
  public static HeardMouth of(LipEncoder encoder, float[] samples, Workers workers) {
    FeatureSequence features = encoder.encode(samples, workers);
    int frames = (int) ((long) samples.length * RATE / SpeechEncoder.SAMPLE_RATE);
    HeardMouth mouth = new HeardMouth(new float[frames], new float[frames], new float[frames]);
    for (int i = 0; i < frames; i++) {
      double at =
          Math.clamp((i / (double) RATE + FRAME_MIDDLE) * encoder.rate(), 0, features.count() - 1);
      mouth.gap[i] = value(features, at, LipNet.GAP);
      mouth.width[i] =
          shownWidth(
              value(features, at, LipNet.MOUTH_WIDTH), value(features, at, LipNet.PROTRUSION));
      mouth.jaw[i] = value(features, at, LipNet.JAW);
    }
    return mouth;
  }

  /**
   * How wide a mouth looks from the front.
   *
   * @param width how far the corners move outwards, centimetres
   * @param protrusion how far the lips come forward, centimetres
   */
  public static float shownWidth(float width, float protrusion) {
    return width - ROUNDED * protrusion;
  }

  private static float value(FeatureSequence features, double at, int value) {
    int low = (int) at;
    int next = Math.min(low + 1, features.count() - 1);
    int place = LipNet.EMBEDDING + value;
    float a = features.data()[low * features.width() + place];
    float b = features.data()[next * features.width() + place];
    return a + (float) (at - low) * (b - a);
  }
}
