package studio.viseme.speech;

import java.util.Arrays;

/**
 * The mean log-mel spectrum of a voice through a microphone, followed as the sound goes on; what is
 * left without it says more about the mouth and less about who speaks where. Only frames within
 * reach of the loud ones count, so that a pause doesn't become the mean. See {@link CepstralMean}.
 */
public final class VoiceMean {
  /** Its weight in frames, until the voice itself is known. */
  private static final float FIRST_WEIGHT = 30;

  /** Frames that count, the older ones less and less: 4 s of speech. */
  static final int MEMORY = 400;

  /** How far below the loudest a frame counts, in nepers of energy: 17 dB. */
  private static final float MARGIN = 4;

  /** The loud moments are forgotten by this much a frame: 20 dB in 46 s. */
  private static final float FORGETTING = 0.001f;

  /** Band energies beyond these, relative to the mean, say nothing more. */
  private static final float LOWEST = -5;

  private static final float HIGHEST = 4;

  private final float[] mean;
  private float weight = FIRST_WEIGHT;
  private float peak = Float.NEGATIVE_INFINITY;

  /**
   * @param usual the mean spectrum to begin with, {@link LogMel#BANDS} values
   */
  public VoiceMean(float[] usual) {
    mean = usual.clone();
  }

  /** Takes in the next frame of {@link LogMel}. */
  public void add(float[] mel, int offset) {
    float level = 0;
    for (int b = 0; b < mean.length; b++) {
      level += mel[offset + b] / mean.length;
    }
    peak = Math.max(peak - FORGETTING, level);
    if (level < peak - MARGIN) {
      return;
    }
    weight = Math.min(weight + 1, MEMORY);
    for (int b = 0; b < mean.length; b++) {
      mean[b] += (mel[offset + b] - mean[b]) / weight;
    }
  }

  /** A frame less the mean, in steps of 2 nepers, −2.5 … 2. */
  public void normalize(float[] mel, int offset, float[] out, int at) {
    for (int b = 0; b < mean.length; b++) {
      out[at + b] = Math.clamp(mel[offset + b] - mean[b], LOWEST, HIGHEST) / 2;
    }
  }

  /** What lies before a sound and after it. */
  public static float[] silence(int frames) {
    float[] out = new float[frames * LogMel.BANDS];
    Arrays.fill(out, LOWEST / 2);
    return out;
  }
}
