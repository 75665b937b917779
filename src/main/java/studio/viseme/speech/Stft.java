package studio.viseme.speech;

import studio.viseme.job.Workers;

/**
 * The spectrogram that SE4Lip listens to: transform and window of 512 samples, hop 128 (Huang et
 * al. 2025, "SE4Lip: Speech-Lip Encoder for Talking Head Synthesis", section 4.1): 257 bins from 0
 * to 8 kHz, 125 vectors a second. Nothing is compressed along frequency, so that the hiss of
 * fricatives keeps its detail.
 *
 * <p>Vector i looks through a Hann window of 32 ms centred on sample 128 i. The paper doesn't say
 * how magnitudes are scaled; here a value is {@code ln(floor + power)}, where the bins of a
 * full-scale sine sum to 1 and the floor lies 80 dB below, so that loudness is a shift.
 */
public final class Stft implements SpeechEncoder {
  public static final int BINS = 257;
  public static final int HOP = 128;

  /** Power below which everything is silence, relative to a full-scale sine. */
  public static final float FLOOR = 1e-8f;

  private static final int WINDOW = 512;

  private final PowerSpectrum spectrum =
      new PowerSpectrum(PowerSpectrum.scaledToSine(PowerSpectrum.hann(WINDOW), WINDOW), WINDOW);

  @Override
  public String name() {
    return "stft";
  }

  @Override
  public int width() {
    return BINS;
  }

  @Override
  public double rate() {
    return (double) SAMPLE_RATE / HOP;
  }

  @Override
  public double lag() {
    return WINDOW / 2.0 / SAMPLE_RATE;
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new FrameStream(WINDOW, HOP, BINS, workers, this::analyse);
  }

  private void analyse(float[] signal, int start, long frame, float[] values, int offset) {
    float[] power = spectrum.of(signal, start);
    for (int k = 0; k < BINS; k++) {
      values[offset + k] = (float) Math.log(FLOOR + power[k]);
    }
  }
}
