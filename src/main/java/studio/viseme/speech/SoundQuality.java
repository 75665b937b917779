package studio.viseme.speech;

import java.util.Arrays;
import java.util.BitSet;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * How fit a recording is to learn from: whether it is clipped, how far the voice stands out of the
 * noise, and whether music plays. All of it is told of the recording as a whole.
 */
public final class SoundQuality {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;

  /** A sample at this share of the loudest counts as standing at the limit. */
  private static final double AT_LIMIT = 0.985;

  /** Shortest run of samples at the limit that no smooth peak of a voice makes. */
  private static final int FLAT_TOP = 4;

  private static final int FRAMES_A_SECOND = 50;

  /** Fewer seconds without speech tell nothing about the noise. */
  private static final double LEAST_PAUSE = 0.5;

  /** Below this everything is digital silence: 90 dB under full scale. */
  private static final double SILENCE = 1e-9;

  private static final int FFT = 2048;
  private static final int HOP = 512;
  private static final int LOWEST_BIN = 200 * FFT / RATE;
  private static final int HIGHEST_BIN = 4000 * FFT / RATE;

  /** A partial's power against the median of its surroundings of this many bins to a side. */
  private static final double PROMINENCE = 25;

  private static final int SURROUNDINGS = 12;

  /** How long a partial keeps its pitch within a bin to be a note: 0.45 seconds. */
  private static final int NOTE = (int) (0.45 * RATE / HOP);

  /**
   * What stands out of its surroundings even in the quietest fifth of the moments never stops: a
   * hum and no music.
   */
  private static final double QUIETEST = 0.2;

  private static final double HUM = 5;

  /** At most so many moments are remembered to find the hum. */
  private static final int REMEMBERED = 1500;

  /** Partials at once that make a note of an instrument. */
  private static final int PARTIALS = 2;

  private SoundQuality() {}

  /**
   * The share of the recording, in moments of 20 ms, that holds flat tops: runs of samples at the
   * loudest level there is, 0..1.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   */
  public static double clippedShare(float[] samples) {
    float loudest = 0;
    for (float sample : samples) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    int length = RATE / FRAMES_A_SECOND;
    int moments = samples.length / length;
    if (loudest < 0.05 || moments == 0) {
      return 0;
    }
    // What was cut off at full scale rings over it once resampled or decoded.
    double limit = AT_LIMIT * Math.min(loudest, 1);
    BitSet clipped = new BitSet(moments);
    int run = 0;
    for (int i = 0; i < moments * length; i++) {
      run = Math.abs(samples[i]) >= limit ? run + 1 : 0;
      if (run >= FLAT_TOP) {
        clipped.set(i / length);
      }
    }
    return (double) clipped.cardinality() / moments;
  }

  /**
   * How far the voice's mean power stands over the median power of the pauses, decibels.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   * @return NaN where nobody speaks, or without pauses to hear the noise in
   */
  public static double signalToNoise(float[] samples) {
    int length = RATE / FRAMES_A_SECOND;
    int moments = samples.length / length;
    boolean[] speaks = VoiceActivity.detect(samples, FRAMES_A_SECOND, moments);
    double voice = 0;
    int voiced = 0;
    double[] pauses = new double[moments];
    int quiet = 0;
    for (int i = 0; i < moments; i++) {
      double power = 0;
      for (int k = i * length; k < (i + 1) * length; k++) {
        power += samples[k] * (double) samples[k] / length;
      }
      if (speaks[i]) {
        voice += power;
        voiced++;
      } else {
        pauses[quiet++] = power;
      }
    }
    if (voiced == 0 || quiet < LEAST_PAUSE * FRAMES_A_SECOND) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(pauses, quiet);
    Arrays.sort(sorted);
    double noise = Math.max(SILENCE, sorted[quiet / 2]);
    return 10 * Math.log10(Math.max(SILENCE, voice / voiced) / noise);
  }

  /**
   * The share of the time in which notes sound, 0..1: two partials or more that keep their pitch
   * for almost half a second, which a speaking voice doesn't. A hum that never stops doesn't count.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   */
  public static double musicShare(float[] samples) {
    int count = Math.max(0, (samples.length - FFT) / HOP + 1);
    if (count < NOTE) {
      return 0;
    }
    BitSet[] peaks = new BitSet[count];
    FloatFFT_1D fft = new FloatFFT_1D(FFT);
    float[] window = window();
    float[] spectrum = new float[FFT];
    float[] power = new float[FFT / 2];
    int every = Math.ceilDiv(count, REMEMBERED);
    float[][] remembered = new float[FFT / 2][Math.ceilDiv(count, every)];
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < FFT; i++) {
        spectrum[i] = samples[t * HOP + i] * window[i];
      }
      fft.realForward(spectrum);
      for (int k = 1; k < power.length; k++) {
        power[k] = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1];
      }
      peaks[t] = peaks(power);
      if (t % every == 0) {
        for (int k = 0; k < power.length; k++) {
          remembered[k][t / every] = power[k];
        }
      }
    }
    int[] partials = steadyPartials(peaks, hum(remembered));
    return (double) Arrays.stream(partials).filter(n -> n >= PARTIALS).count() / count;
  }

  private static float[] window() {
    float[] window = new float[FFT];
    for (int i = 0; i < FFT; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FFT));
    }
    return window;
  }

  private static BitSet peaks(float[] power) {
    BitSet peaks = new BitSet();
    float[] near = new float[2 * SURROUNDINGS + 1];
    for (int k = LOWEST_BIN; k <= HIGHEST_BIN; k++) {
      boolean top = power[k] > power[k - 1] && power[k] >= power[k + 1];
      if (top && power[k] > 1e-4) {
        System.arraycopy(power, k - SURROUNDINGS, near, 0, near.length);
        Arrays.sort(near);
        if (power[k] > PROMINENCE * near[SURROUNDINGS]) {
          peaks.set(k);
        }
      }
    }
    return peaks;
  }

  /** The bins beside and at which something never stops. */
  private static BitSet hum(float[][] remembered) {
    float[] quiet = new float[remembered.length];
    for (int k = 0; k < quiet.length; k++) {
      Arrays.sort(remembered[k]);
      quiet[k] = remembered[k][(int) (QUIETEST * (remembered[k].length - 1))];
    }
    BitSet hum = new BitSet();
    float[] near = new float[2 * SURROUNDINGS + 1];
    for (int k = LOWEST_BIN; k <= HIGHEST_BIN; k++) {
      System.arraycopy(quiet, k - SURROUNDINGS, near, 0, near.length);
      Arrays.sort(near);
      if (quiet[k] > HUM * near[SURROUNDINGS]) {
        hum.set(k - 1, k + 2);
      }
    }
    return hum;
  }

  /** How many partials that are steady, and no hum, sound at each moment. */
  private static int[] steadyPartials(BitSet[] peaks, BitSet hum) {
    int[] partials = new int[peaks.length];
    for (int k = LOWEST_BIN; k <= HIGHEST_BIN; k++) {
      if (hum.get(k)) {
        continue;
      }
      int start = 0;
      for (int t = 0; t <= peaks.length; t++) {
        if (t == peaks.length || !peaks[t].get(k)) {
          if (t - start >= NOTE) {
            for (int i = start; i < t; i++) {
              partials[i]++;
            }
          }
          start = t + 1;
        }
      }
    }
    return partials;
  }
}
