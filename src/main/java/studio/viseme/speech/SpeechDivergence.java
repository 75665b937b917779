package studio.viseme.speech;

import java.util.Arrays;

/**
 * How far each moment stands out of the noise around it: the long-term spectral divergence of
 * Ramírez et al. (2004), "Efficient voice activity detection algorithms using long-term speech
 * information". Takes log-mel vectors one by one and answers when it has heard enough of what
 * follows; it keeps some seconds, however long the sound is.
 */
final class SpeechDivergence {
  /** Bands from about 150 Hz to 5 kHz: below is rumble, above little but hiss. */
  private static final int FIRST_BAND = 2;

  private static final int BANDS = 32;

  /** No single band says more than this, in nepers of energy. */
  private static final float BAND_LIMIT = 2.5f;

  /**
   * Noise is never taken to be more than this below the loud moments: what is 50 dB down is
   * silence, even in a clean studio.
   */
  private static final float DYNAMIC_RANGE = 11.5f;

  /** Nothing below this is speech: 70 dB under a full-scale sine, a band. */
  private static final float QUIETEST = -16.1f;

  /** The noise floor follows changes over this many vectors to either side. */
  private static final int NOISE_REACH = 400;

  /** The noise floor is measured once in so many vectors, and lies on a line between. */
  private static final int KNOT = 25;

  private static final int SMOOTHING_REACH = 3;
  private static final double NOISE_QUANTILE = 0.15;

  /** Vectors after a knot that its loud moments may lie in; all before it count too. */
  private static final int LOUD_AHEAD = 1000;

  private final Levels loud = new Levels();

  /** Of the bands, from {@link #firstRaw} on. */
  private final FloatList raw = new FloatList();

  private long firstRaw;

  /** Smoothed over time, from {@link #firstSmooth} on. */
  private final FloatList smooth = new FloatList();

  private long firstSmooth;

  /** Each vector's loudest band, as long as it isn't among {@link #loud}. */
  private final FloatList peaks = new FloatList();

  private long heard;
  private long smoothed;
  private long ranked;

  private float[] before = new float[BANDS];
  private float[] after = new float[BANDS];
  private long knots;
  private long answered;

  /**
   * Takes the next vectors, and adds to {@code divergence} what is certain now: means over the
   * bands, nepers.
   */
  void append(FeatureSequence vectors, FloatList divergence) {
    for (int at = 0; at < vectors.data().length; at += vectors.width()) {
      raw.add(vectors.data(), at + FIRST_BAND, BANDS);
      float peak = Float.NEGATIVE_INFINITY;
      for (int b = 0; b < BANDS; b++) {
        peak = Math.max(peak, vectors.data()[at + FIRST_BAND + b]);
      }
      peaks.add(peak);
      heard++;
      if (heard - SMOOTHING_REACH > smoothed) {
        smoothNext();
      }
      if (heard > knots * KNOT + LOUD_AHEAD) {
        measureKnot();
        answer(divergence);
      }
    }
  }

  /** Ends the sound, and adds the rest. */
  void finish(FloatList divergence) {
    while (smoothed < heard) {
      smoothNext();
    }
    while (answered < heard) {
      measureKnot();
      answer(divergence);
    }
  }

  /** The vectors between the last two knots. */
  private void answer(FloatList divergence) {
    for (; answered < Math.min(heard, (knots - 1) * KNOT); answered++) {
      float along = (float) (answered % KNOT) / KNOT;
      float sum = 0;
      for (int b = 0; b < BANDS; b++) {
        float floor = before[b] + along * (after[b] - before[b]);
        float level = smooth.get((int) (answered - firstSmooth) * BANDS + b);
        sum += Math.clamp(level - floor, 0, BAND_LIMIT);
      }
      divergence.add(sum / BANDS);
    }
  }

  private void smoothNext() {
    long from = Math.max(0, smoothed - SMOOTHING_REACH);
    long to = Math.min(heard, smoothed + SMOOTHING_REACH + 1);
    for (int b = 0; b < BANDS; b++) {
      float sum = 0;
      for (long t = from; t < to; t++) {
        sum += raw.get((int) (t - firstRaw) * BANDS + b);
      }
      smooth.add(sum / (to - from));
    }
    smoothed++;
    long needed = Math.max(0, smoothed - SMOOTHING_REACH);
    raw.drop((int) (needed - firstRaw) * BANDS);
    firstRaw = needed;
  }

  /** The noise floor at the next knot. */
  private void measureKnot() {
    long center = knots * KNOT;
    long rankable = Math.min(heard, center + LOUD_AHEAD + 1);
    for (; ranked < rankable; ranked++) {
      loud.add(peaks.get(0));
      peaks.drop(1);
    }
    float least = Math.max(QUIETEST, loud.quantile(0.95) - DYNAMIC_RANGE);
    long from = Math.max(0, center - NOISE_REACH);
    long to = Math.min(smoothed, center + NOISE_REACH + 1);
    before = after;
    after = new float[BANDS];
    for (int b = 0; b < BANDS; b++) {
      float[] near = new float[(int) Math.max(0, to - from)];
      for (int i = 0; i < near.length; i++) {
        near[i] = smooth.get((int) (from - firstSmooth + i) * BANDS + b);
      }
      after[b] = noise(near, least);
    }
    knots++;
    long needed = Math.max(0, Math.min(answered, center + KNOT - NOISE_REACH));
    if (needed > firstSmooth) {
      smooth.drop((int) (needed - firstSmooth) * BANDS);
      firstSmooth = needed;
    }
  }

  /**
   * What a band sounds like between the syllables: a low quantile of its neighbourhood, raised by
   * the spread below the median of what lies near it, since a quantile of noise lies under its
   * mean.
   */
  private static float noise(float[] near, float least) {
    if (near.length == 0) {
      return least;
    }
    Arrays.sort(near);
    float low = near[(int) (NOISE_QUANTILE * (near.length - 1))];
    float lowest = near[(int) (0.02 * (near.length - 1))];
    // For a Gaussian the 2 % and 15 % quantiles lie 1.02 deviations apart, and the mean 1.04 above
    // the latter.
    float deviation = Math.min(0.6f, low - lowest);
    return Math.max(least, low + 1.04f * deviation + 0.25f);
  }
}
