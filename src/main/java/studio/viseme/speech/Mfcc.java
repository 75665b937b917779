package studio.viseme.speech;

import java.util.Arrays;

/**
 * Mel-frequency cepstral coefficients as python_speech_features computes them, which DeepSpeech and
 * SyncNet were trained on: pre-emphasis of 0.97, frames of 25 ms every 10 ms without a window, the
 * power spectrum of 512 points over 512, 26 triangular bands from 0 to 8 kHz between whole bins,
 * their natural logarithms, an orthonormal cosine transform, a lifter of 22, and the logarithm of
 * the frame's energy in place of the first coefficient. Immutable and thread-safe.
 */
public final class Mfcc {
  /** Frames a second. */
  public static final int RATE = 100;

  /** Samples that a frame looks at. */
  public static final int WINDOW = SpeechEncoder.SAMPLE_RATE / 40;

  /** Samples from frame to frame. */
  public static final int HOP = SpeechEncoder.SAMPLE_RATE / RATE;

  private static final int FFT = 512;
  private static final int BANDS = 26;
  private static final int LIFTER = 22;
  private static final float PRE_EMPHASIS = .97f;
  private static final double LEAST = 2.220446049250313e-16;

  private final int coefficients;
  private final PowerSpectrum spectrum;
  private final double[][] bands = bands();

  /**
   * @param coefficients a frame, 26 at most
   */
  public Mfcc(int coefficients) {
    this.coefficients = coefficients;
    float[] flat = new float[WINDOW];
    Arrays.fill(flat, 1);
    this.spectrum = new PowerSpectrum(flat, FFT);
  }

  /**
   * The coefficients of a piece of sound.
   *
   * @param samples 16 kHz; SyncNet wants them as 16-bit whole numbers, DeepSpeech likewise
   * @return frame × coefficient, for the frames that lie wholly in the sound
   */
  public float[][] of(float[] samples) {
    int frames = samples.length < WINDOW ? 0 : (samples.length - WINDOW) / HOP + 1;
    float[] signal = new float[samples.length];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = samples[i] - (i == 0 ? 0 : PRE_EMPHASIS * samples[i - 1]);
    }
    float[][] out = new float[frames][];
    for (int t = 0; t < frames; t++) {
      out[t] = cepstrum(spectrum.of(signal, t * HOP));
    }
    return out;
  }

  private float[] cepstrum(float[] power) {
    double energy = 0;
    for (float p : power) {
      energy += p / FFT;
    }
    double[] logs = new double[BANDS];
    for (int b = 0; b < BANDS; b++) {
      double sum = 0;
      for (int k = 0; k < power.length; k++) {
        sum += bands[b][k] * power[k] / FFT;
      }
      logs[b] = Math.log(sum == 0 ? LEAST : sum);
    }
    float[] out = new float[coefficients];
    for (int c = 1; c < coefficients; c++) {
      double sum = 0;
      for (int b = 0; b < BANDS; b++) {
        sum += logs[b] * Math.cos(Math.PI * c * (2 * b + 1) / (2 * BANDS));
      }
      double lift = 1 + LIFTER / 2.0 * Math.sin(Math.PI * c / LIFTER);
      out[c] = (float) (sum * Math.sqrt(2.0 / BANDS) * lift);
    }
    out[0] = (float) Math.log(energy == 0 ? LEAST : energy);
    return out;
  }

  private static double[][] bands() {
    double[] edges =
        TriangularBands.edges(
            BANDS,
            0,
            SpeechEncoder.SAMPLE_RATE / 2.0,
            TriangularBands::mel,
            TriangularBands::hertz);
    int[] bins = new int[edges.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = (int) Math.floor((FFT + 1) * edges[i] / SpeechEncoder.SAMPLE_RATE);
    }
    double[][] bands = new double[BANDS][FFT / 2 + 1];
    for (int b = 0; b < BANDS; b++) {
      for (int k = bins[b]; k < bins[b + 1]; k++) {
        bands[b][k] = (double) (k - bins[b]) / (bins[b + 1] - bins[b]);
      }
      for (int k = bins[b + 1]; k < bins[b + 2]; k++) {
        bands[b][k] = (double) (bins[b + 2] - k) / (bins[b + 2] - bins[b + 1]);
      }
    }
    return bands;
  }
}
