package studio.viseme.speech;

import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

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

  private final float[] window = hann();
  private final Band[] bands = melBands();

  /** A triangle over neighbouring bins of the spectrum. */
  private record Band(int firstBin, float[] weights) {}

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
  public FeatureSequence encode(float[] samples) {
    Stream stream = stream();
    float[] head = stream.append(samples).data();
    float[] tail = stream.finish().data();
    float[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return new FeatureSequence(BANDS, rate(), all);
  }

  /**
   * Begins a signal that arrives in pieces. The vectors are, bit for bit, those of {@link #encode}
   * on the whole.
   */
  public Stream stream() {
    return new Stream();
  }

  /** The frequency, in hertz, that a band is centred on. */
  public static double centerHz(int band) {
    double low = mel(LOWEST_HZ);
    return hertz(low + (mel(HIGHEST_HZ) - low) * (band + 1) / (BANDS + 1));
  }

  /** A signal in pieces. One thread at a time. */
  public final class Stream {
    private final FloatFFT_1D fft = new FloatFFT_1D(FFT);
    private final float[] spectrum = new float[FFT];

    /** What later windows still need; starts with the half window of silence before sample 0. */
    private float[] pending = new float[WINDOW / 2];

    private boolean finished;

    private Stream() {}

    /** Takes the next samples and gives the vectors whose windows are now complete. */
    public FeatureSequence append(float[] samples) {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      int kept = pending.length;
      float[] signal = Arrays.copyOf(pending, kept + samples.length);
      System.arraycopy(samples, 0, signal, kept, samples.length);
      int vectors = signal.length < WINDOW ? 0 : (signal.length - WINDOW) / HOP + 1;
      return drain(signal, vectors);
    }

    /** Ends the signal and gives the vectors whose windows reach beyond its end. */
    public FeatureSequence finish() {
      finished = true;
      int vectors = Math.max(0, Math.ceilDiv(pending.length - WINDOW / 2, HOP));
      float[] signal =
          Arrays.copyOf(pending, Math.max(pending.length, (vectors - 1) * HOP + WINDOW));
      return drain(signal, vectors);
    }

    private FeatureSequence drain(float[] signal, int vectors) {
      float[] values = new float[vectors * BANDS];
      for (int i = 0; i < vectors; i++) {
        analyse(signal, i * HOP, values, i * BANDS);
      }
      pending = Arrays.copyOfRange(signal, vectors * HOP, signal.length);
      return new FeatureSequence(BANDS, rate(), values);
    }

    private void analyse(float[] signal, int start, float[] values, int offset) {
      Arrays.fill(spectrum, WINDOW, FFT, 0);
      for (int i = 0; i < WINDOW; i++) {
        spectrum[i] = signal[start + i] * window[i];
      }
      fft.realForward(spectrum);
      for (int b = 0; b < BANDS; b++) {
        Band band = bands[b];
        float energy = 0;
        for (int k = 0; k < band.weights.length; k++) {
          float re = spectrum[2 * (band.firstBin + k)];
          float im = spectrum[2 * (band.firstBin + k) + 1];
          energy += band.weights[k] * (re * re + im * im);
        }
        values[offset + b] = (float) Math.log(FLOOR + energy);
      }
    }
  }

  /** Periodic Hann window, scaled so that the power spectrum of a full-scale sine sums to 1. */
  private static float[] hann() {
    double[] w = new double[WINDOW];
    double squares = 0;
    for (int i = 0; i < WINDOW; i++) {
      w[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW);
      squares += w[i] * w[i];
    }
    // Parseval: the one-sided spectrum of a sine of amplitude 1 sums to FFT/2 * sum(w^2)/2.
    double scale = Math.sqrt(4 / (FFT * squares));
    float[] scaled = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      scaled[i] = (float) (w[i] * scale);
    }
    return scaled;
  }

  private static Band[] melBands() {
    Band[] bands = new Band[BANDS];
    double binHz = (double) SAMPLE_RATE / FFT;
    for (int b = 0; b < BANDS; b++) {
      double left = centerHz(b - 1);
      double center = centerHz(b);
      double right = centerHz(b + 1);
      int first = (int) Math.ceil(left / binHz);
      int last = (int) Math.floor(right / binHz);
      float[] weights = new float[last - first + 1];
      for (int k = 0; k < weights.length; k++) {
        double hz = (first + k) * binHz;
        weights[k] =
            (float)
                (hz <= center ? (hz - left) / (center - left) : (right - hz) / (right - center));
      }
      bands[b] = new Band(first, weights);
    }
    return bands;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
