package studio.viseme.speech;

import java.util.function.DoubleUnaryOperator;
import studio.viseme.job.Workers;

/**
 * The mel spectrogram that Wav2Lip and the audio-visual encoder of SyncTalk were made for, and with
 * them the mel variants in the papers' ablations: 80 bands from 55 to 7,600 Hz on Slaney's scale,
 * each of unit area, 80 vectors a second.
 *
 * <p>Vector i looks through a Hann window of 50 ms centred on sample 200 i, after pre-emphasis of
 * 0.97. A value is the magnitude in decibels, 20 dB taken off, with −100 … 0 dB spread over −4 … 4.
 */
public final class Mel80 implements SpeechEncoder {
  public static final int BANDS = 80;
  public static final int HOP = 200;

  private static final int WINDOW = 800;
  private static final float PRE_EMPHASIS = 0.97f;
  private static final double LOWEST_HZ = 55;
  private static final double HIGHEST_HZ = 7600;
  private static final double REFERENCE_DB = 20;
  private static final double FLOOR_DB = -100;
  private static final double LEAST_MAGNITUDE = 1e-5;
  private static final double RANGE = 4;

  private final PowerSpectrum spectrum = new PowerSpectrum(hann(), WINDOW);
  private final TriangularBands bands =
      new TriangularBands(
          TriangularBands.edges(BANDS, LOWEST_HZ, HIGHEST_HZ, Mel80::slaneyMel, Mel80::slaneyHertz),
          (double) SAMPLE_RATE / WINDOW,
          unitArea());

  @Override
  public String name() {
    return "mel80";
  }

  @Override
  public int width() {
    return BANDS;
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
    return new PreEmphasis(
        PRE_EMPHASIS, new FrameStream(WINDOW, HOP, BANDS, workers, this::analyse));
  }

  private void analyse(float[] signal, int start, long frame, float[] values, int offset) {
    float[] magnitude = spectrum.of(signal, start);
    for (int k = 0; k < magnitude.length; k++) {
      magnitude[k] = (float) Math.sqrt(magnitude[k]);
    }
    for (int b = 0; b < BANDS; b++) {
      double level =
          20 * Math.log10(Math.max(LEAST_MAGNITUDE, bands.sum(b, magnitude))) - REFERENCE_DB;
      double share = (level - FLOOR_DB) / -FLOOR_DB;
      values[offset + b] = (float) Math.clamp(2 * RANGE * share - RANGE, -RANGE, RANGE);
    }
  }

  private static float[] hann() {
    double[] window = PowerSpectrum.hann(WINDOW);
    float[] narrowed = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      narrowed[i] = (float) window[i];
    }
    return narrowed;
  }

  private static DoubleUnaryOperator unitArea() {
    return width -> 2 / width;
  }

  /** Linear up to 1 kHz, logarithmic above (Slaney's Auditory Toolbox). */
  static double slaneyMel(double hertz) {
    return hertz < 1000 ? hertz * 3 / 200 : 15 + 27 * Math.log(hertz / 1000) / Math.log(6.4);
  }

  static double slaneyHertz(double mel) {
    return mel < 15 ? mel * 200 / 3 : 1000 * Math.pow(6.4, (mel - 15) / 27);
  }
}
