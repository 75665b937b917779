package studio.viseme.speech;

import java.util.Arrays;
import java.util.BitSet;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Finds notes: two partials or more that keep their pitch for almost half a second, which a
 * speaking voice doesn't. A hum that never stops is none.
 */
final class Notes {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;
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

  private final int count;
  private final int every;
  private final BitSet[] peaks;
  private final float[][] remembered;
  private final FloatFFT_1D fft = new FloatFFT_1D(FFT);
  private final float[] window = window();
  private final float[] waiting = new float[FFT];
  private final float[] spectrum = new float[FFT];
  private final float[] power = new float[FFT / 2];
  private int held;
  private int moment;

  /**
   * @param samples how many there will be
   */
  Notes(long samples) {
    this.count = (int) Math.max(0, (samples - FFT) / HOP + 1);
    this.every = Math.max(1, Math.ceilDiv(count, REMEMBERED));
    this.peaks = new BitSet[count];
    this.remembered = new float[FFT / 2][Math.ceilDiv(count, every)];
  }

  void append(float[] sound, int from, int to) {
    int at = from;
    while (at < to && moment < count) {
      int taken = Math.min(to - at, FFT - held);
      System.arraycopy(sound, at, waiting, held, taken);
      held += taken;
      at += taken;
      if (held == FFT) {
        listen();
        held = FFT - HOP;
        System.arraycopy(waiting, HOP, waiting, 0, held);
      }
    }
  }

  private void listen() {
    for (int i = 0; i < FFT; i++) {
      spectrum[i] = waiting[i] * window[i];
    }
    fft.realForward(spectrum);
    for (int k = 1; k < power.length; k++) {
      power[k] = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1];
    }
    peaks[moment] = peaks();
    if (moment % every == 0) {
      for (int k = 0; k < power.length; k++) {
        remembered[k][moment / every] = power[k];
      }
    }
    moment++;
  }

  private static float[] window() {
    float[] window = new float[FFT];
    for (int i = 0; i < FFT; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FFT));
    }
    return window;
  }

  private BitSet peaks() {
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

  /** The share of the time in which notes sound, 0..1; 0 for what is shorter than a note. */
  double share() {
    if (moment < NOTE) {
      return 0;
    }
    int[] partials = steadyPartials(hum());
    return (double) Arrays.stream(partials).filter(n -> n >= PARTIALS).count() / moment;
  }

  /** The bins beside and at which something never stops. */
  private BitSet hum() {
    float[] quiet = new float[remembered.length];
    for (int k = 0; k < quiet.length; k++) {
      float[] sorted = remembered[k].clone();
      Arrays.sort(sorted);
      quiet[k] = sorted[(int) (QUIETEST * (sorted.length - 1))];
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
  private int[] steadyPartials(BitSet hum) {
    int[] partials = new int[moment];
    for (int k = LOWEST_BIN; k <= HIGHEST_BIN; k++) {
      if (hum.get(k)) {
        continue;
      }
      int start = 0;
      for (int t = 0; t <= moment; t++) {
        if (t == moment || !peaks[t].get(k)) {
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
