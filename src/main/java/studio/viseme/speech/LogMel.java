package studio.viseme.speech;

import studio.viseme.job.Workers;

/**
 * Log-mel energies: 40 triangular bands, equally spaced in mel from 60 to 7,600 Hz, 100 vectors a
 * second.
 *
 * <p>Vector i looks through a Hann window of 25 ms centred on sample 160 i; beyond the ends of the
 * signal is silence. A value is {@code ln(floor + energy)}, where a full-scale sine has an energy
 * near 1 and the floor lies 80 dB below it, so that digital silence and a quiet room look alike.
 * Nothing is normalised here: each vector depends on its own 25 ms alone, and what is fitted on a
 * voice is the avatar's to keep.
 *
 * <p>The mel scale is O'Shaughnessy's, m = 2595 log10(1 + f / 700).
 */
public final class LogMel implements SpeechEncoder {
  public static final int BANDS = 40;
  public static final int HOP = SAMPLE_RATE / 100;

  /** Energy below which everything is silence, relative to a full-scale sine. */
  public static final float FLOOR = 1e-8f;

  private static final int WINDOW = SAMPLE_RATE / 40;
  private static final int FFT = 512;
  private static final double LOWEST_HZ = 60;
  private static final double HIGHEST_HZ = 7600;

  private final PowerSpectrum spectrum =
      new PowerSpectrum(PowerSpectrum.scaledToSine(PowerSpectrum.hann(WINDOW), FFT), FFT);
  private final TriangularBands bands =
      new TriangularBands(edges(), (double) SAMPLE_RATE / FFT, width -> 1);

  @Override
  public String name() {
    return "logmel";
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
    return new FrameStream(WINDOW, HOP, BANDS, workers, this::analyse);
  }

  private void analyse(float[] signal, int start, long frame, float[] values, int offset) {
    float[] power = spectrum.of(signal, start);
    for (int b = 0; b < BANDS; b++) {
      values[offset + b] = (float) Math.log(FLOOR + bands.sum(b, power));
    }
  }

  /** The frequency, in hertz, that a band is centred on. */
  public static double centerHz(int band) {
    return edges()[band + 1];
  }

  private static double[] edges() {
    return TriangularBands.edges(
        BANDS, LOWEST_HZ, HIGHEST_HZ, TriangularBands::mel, TriangularBands::hertz);
  }
}
