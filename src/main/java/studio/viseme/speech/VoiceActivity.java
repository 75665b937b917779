package studio.viseme.speech;

import java.util.Arrays;

/**
 * Where somebody speaks. Works on the whole signal: for each mel band it follows the noise between
 * the syllables, and calls speech what stands out of that noise in many bands at once, the
 * long-term spectral divergence of Ramírez et al. (2004), "Efficient voice activity detection
 * algorithms using long-term speech information". A hum or a whistle stands out in few bands and
 * steady noise stands out in none, however loud they are.
 */
public final class VoiceActivity {
  /** Bands from about 150 Hz to 5 kHz: below is rumble, above little but hiss. */
  private static final int FIRST_BAND = 2;

  private static final int LAST_BAND = 33;

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

  private static final int SMOOTHING_REACH = 3;
  private static final double NOISE_QUANTILE = 0.15;

  /** Mean divergence at which speech begins, and below which it may end. */
  private static final float ONSET = 0.62f;

  private static final float RELEASE = 0.36f;

  /** In vectors of 10 ms: shorter speech is a click, shorter pauses are closures of plosives. */
  private static final int SHORTEST_SPEECH = 8;

  private static final int HANGOVER = 12;
  private static final int LEAD = 4;

  private VoiceActivity() {}

  /**
   * Whether there is speech, one flag a video frame.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   * @param fps video frames a second
   * @param frames how many flags; frame i lasts from i / fps to (i + 1) / fps seconds
   */
  public static boolean[] detect(float[] samples, double fps, int frames) {
    LogMel encoder = new LogMel();
    FeatureSequence features = encoder.encode(samples);
    boolean[] speech = decide(divergence(features));
    boolean[] flags = new boolean[frames];
    double vectorsPerFrame = features.rate() / fps;
    for (int i = 0; i < frames; i++) {
      int from = (int) Math.round(i * vectorsPerFrame);
      int to =
          Math.min(speech.length, Math.max(from + 1, (int) Math.round((i + 1) * vectorsPerFrame)));
      int on = 0;
      for (int t = from; t < to; t++) {
        on += speech[t] ? 1 : 0;
      }
      flags[i] = 2 * on >= Math.max(1, to - from);
    }
    return flags;
  }

  /** How far each vector stands out of the noise, mean over the bands, nepers. */
  static float[] divergence(FeatureSequence features) {
    int count = features.count();
    float[] sum = new float[count];
    float loud = loudLevel(features);
    float[] level = new float[count];
    for (int band = FIRST_BAND; band <= LAST_BAND; band++) {
      for (int t = 0; t < count; t++) {
        level[t] = features.data()[t * features.width() + band];
      }
      float[] smooth = movingMean(level, SMOOTHING_REACH);
      float[] noise = noiseFloor(smooth, Math.max(QUIETEST, loud - DYNAMIC_RANGE));
      for (int t = 0; t < count; t++) {
        sum[t] += Math.clamp(smooth[t] - noise[t], 0, BAND_LIMIT);
      }
    }
    for (int t = 0; t < count; t++) {
      sum[t] /= LAST_BAND - FIRST_BAND + 1;
    }
    return sum;
  }

  /** The level of the loudest band that one vector in twenty exceeds. */
  private static float loudLevel(FeatureSequence features) {
    float[] peaks = new float[features.count()];
    for (int t = 0; t < peaks.length; t++) {
      float peak = Float.NEGATIVE_INFINITY;
      for (int b = FIRST_BAND; b <= LAST_BAND; b++) {
        peak = Math.max(peak, features.data()[t * features.width() + b]);
      }
      peaks[t] = peak;
    }
    Arrays.sort(peaks);
    return peaks.length == 0 ? 0 : peaks[(int) (0.95 * (peaks.length - 1))];
  }

  /**
   * What a band sounds like between the syllables: a low quantile of its neighbourhood, raised by
   * the spread below the median of what lies near it, since a quantile of noise lies under its
   * mean.
   */
  private static float[] noiseFloor(float[] level, float least) {
    int count = level.length;
    float[] floor = new float[count];
    int step = 25;
    float[] knots = new float[Math.ceilDiv(count, step) + 1];
    for (int k = 0; k < knots.length; k++) {
      int from = Math.max(0, k * step - NOISE_REACH);
      int to = Math.min(count, k * step + NOISE_REACH + 1);
      float[] near = Arrays.copyOfRange(level, Math.min(from, to), to);
      Arrays.sort(near);
      if (near.length == 0) {
        knots[k] = least;
        continue;
      }
      float low = near[(int) (NOISE_QUANTILE * (near.length - 1))];
      float lowest = near[(int) (0.02 * (near.length - 1))];
      // For a Gaussian the 2 % and 15 % quantiles lie 1.02 deviations apart, and the mean 1.04
      // above the latter.
      float deviation = Math.min(0.6f, low - lowest);
      knots[k] = Math.max(least, low + 1.04f * deviation + 0.25f);
    }
    for (int t = 0; t < count; t++) {
      float at = (float) t / step;
      int k = (int) at;
      floor[t] = knots[k] + (at - k) * (knots[Math.min(k + 1, knots.length - 1)] - knots[k]);
    }
    return floor;
  }

  private static float[] movingMean(float[] values, int reach) {
    float[] mean = new float[values.length];
    for (int t = 0; t < values.length; t++) {
      int from = Math.max(0, t - reach);
      int to = Math.min(values.length, t + reach + 1);
      float sum = 0;
      for (int i = from; i < to; i++) {
        sum += values[i];
      }
      mean[t] = sum / (to - from);
    }
    return mean;
  }

  /** Two thresholds, the shortest speech, then a lead before each run and a hangover after it. */
  private static boolean[] decide(float[] divergence) {
    int count = divergence.length;
    boolean[] speech = new boolean[count];
    for (int t = 0; t < count; ) {
      if (divergence[t] < RELEASE) {
        t++;
        continue;
      }
      int end = t;
      float peak = 0;
      while (end < count && divergence[end] >= RELEASE) {
        peak = Math.max(peak, divergence[end++]);
      }
      if (peak >= ONSET && end - t >= SHORTEST_SPEECH) {
        Arrays.fill(speech, Math.max(0, t - LEAD), Math.min(count, end + HANGOVER), true);
      }
      t = end;
    }
    return speech;
  }
}
