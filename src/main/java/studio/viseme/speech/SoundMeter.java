package studio.viseme.speech;

import java.util.Arrays;

/**
 * Measures how fit a recording is to learn from while it passes by in pieces of any size: an hour
 * takes some 20 MB. One thread at a time.
 */
public final class SoundMeter {
  private static final int MOMENTS_A_SECOND = 50;
  private static final int MOMENT = SpeechEncoder.SAMPLE_RATE / MOMENTS_A_SECOND;

  /** Fewer seconds without speech tell nothing about the noise. */
  private static final double LEAST_PAUSE = 0.5;

  /** Below this everything is digital silence: 90 dB under full scale. */
  private static final double SILENCE = 1e-9;

  private final FlatTops flatTops;
  private final Notes notes;
  private final double[] powers;
  private long samples;

  /**
   * @param samples how many there will be: mono, {@link SpeechEncoder#SAMPLE_RATE}
   */
  public SoundMeter(long samples) {
    int moments = (int) (samples / MOMENT);
    this.flatTops = new FlatTops(moments, MOMENT);
    this.notes = new Notes(samples);
    this.powers = new double[moments];
  }

  /** Takes the next samples, those from {@code from} to {@code to − 1}, −1..1. */
  public void append(float[] sound, int from, int to) {
    flatTops.append(sound, from, to);
    notes.append(sound, from, to);
    for (int i = from; i < to; i++, samples++) {
      int moment = (int) Math.min(powers.length, samples / MOMENT);
      if (moment < powers.length) {
        powers[moment] += sound[i] * (double) sound[i] / MOMENT;
      }
    }
  }

  /**
   * What was heard, once all samples have passed.
   *
   * @param speaks whether there is speech, one flag a video frame
   * @param fps video frames a second
   */
  public SoundQuality finish(boolean[] speaks, double fps) {
    return new SoundQuality(flatTops.share(), signalToNoise(speaks, fps), notes.share());
  }

  private double signalToNoise(boolean[] speaks, double fps) {
    double voice = 0;
    int voiced = 0;
    double[] pauses = new double[powers.length];
    int quiet = 0;
    for (int i = 0; i < powers.length; i++) {
      int frame = (int) ((i + 0.5) * fps / MOMENTS_A_SECOND);
      if (frame < speaks.length && speaks[frame]) {
        voice += powers[i];
        voiced++;
      } else {
        pauses[quiet++] = powers[i];
      }
    }
    if (voiced == 0 || quiet < LEAST_PAUSE * MOMENTS_A_SECOND) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(pauses, quiet);
    Arrays.sort(sorted);
    double noise = Math.max(SILENCE, sorted[quiet / 2]);
    return 10 * Math.log10(Math.max(SILENCE, voice / voiced) / noise);
  }
}
