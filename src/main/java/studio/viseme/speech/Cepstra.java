package studio.viseme.speech;

import java.util.Arrays;

/**
 * The mel cepstra that the acoustic model was trained on, 13 values, 100 vectors a second: a
 * Hamming window of 25.6 ms, 25 triangular bands of unit area from 130 to 6,800 Hz with their edges
 * rounded to bins, logarithm, DCT, and a lifter of 22, as the model's {@code feat.params} say.
 * Immutable and thread-safe.
 */
final class Cepstra {
  static final int COUNT = AcousticModel.CEPSTRA;
  static final int HOP = SpeechEncoder.SAMPLE_RATE / 100;
  static final int WINDOW = 410;
  static final float PRE_EMPHASIS = 0.97f;

  private static final int FFT = 512;
  private static final int BANDS = 25;
  private static final double LOWEST_HZ = 130;
  private static final double HIGHEST_HZ = 6800;
  private static final int LIFTER = 22;
  private static final float LEAST_ENERGY = 1e-10f;

  private final PowerSpectrum spectrum = new PowerSpectrum(hamming(), FFT);
  private final TriangularBands bands =
      new TriangularBands(edges(), (double) SpeechEncoder.SAMPLE_RATE / FFT, width -> 2 / width);
  private final float[] transform = transform();

  /**
   * @param signal on the 16-bit scale, after pre-emphasis
   */
  void analyse(float[] signal, int start, long frame, float[] values, int offset) {
    float[] power = spectrum.of(signal, start);
    float[] level = new float[BANDS];
    for (int b = 0; b < BANDS; b++) {
      level[b] = (float) Math.log(Math.max(LEAST_ENERGY, bands.sum(b, power)));
    }
    Arrays.fill(values, offset, offset + COUNT, 0);
    for (int i = 0; i < COUNT; i++) {
      for (int b = 0; b < BANDS; b++) {
        values[offset + i] += transform[i * BANDS + b] * level[b];
      }
    }
  }

  /** The orthonormal DCT-II, each row lifted. */
  private static float[] transform() {
    float[] rows = new float[COUNT * BANDS];
    for (int i = 0; i < COUNT; i++) {
      double norm = Math.sqrt((i == 0 ? 1.0 : 2.0) / BANDS);
      double lift = 1 + LIFTER / 2.0 * Math.sin(Math.PI * i / LIFTER);
      for (int b = 0; b < BANDS; b++) {
        rows[i * BANDS + b] = (float) (norm * lift * Math.cos(Math.PI * i * (b + 0.5) / BANDS));
      }
    }
    return rows;
  }

  private static double[] edges() {
    double[] edges =
        TriangularBands.edges(
            BANDS, LOWEST_HZ, HIGHEST_HZ, TriangularBands::mel, TriangularBands::hertz);
    double bin = (double) SpeechEncoder.SAMPLE_RATE / FFT;
    for (int i = 0; i < edges.length; i++) {
      edges[i] = Math.round(edges[i] / bin) * bin;
    }
    return edges;
  }

  private static float[] hamming() {
    float[] window = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = (float) (0.54 - 0.46 * Math.cos(2 * Math.PI * i / (WINDOW - 1)));
    }
    return window;
  }
}
