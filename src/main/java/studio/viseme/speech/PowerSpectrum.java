package studio.viseme.speech;

import org.jtransforms.fft.FloatFFT_1D;

/** The power spectrum of a frame under a window. Immutable and thread-safe. */
final class PowerSpectrum {
  private final float[] window;
  private final int size;
  private final FloatFFT_1D fft;

  /**
   * @param window what the frame is multiplied by; its length is the frame's
   * @param size of the transform, a power of two or not, at least the frame's length
   */
  PowerSpectrum(float[] window, int size) {
    this.window = window.clone();
    this.size = size;
    this.fft = new FloatFFT_1D(size);
  }

  /** Bins, from 0 Hz to half the sampling rate, both included. */
  int bins() {
    return size / 2 + 1;
  }

  /** The squared magnitude in each bin. */
  float[] of(float[] signal, int start) {
    float[] spectrum = new float[size];
    for (int i = 0; i < window.length; i++) {
      spectrum[i] = signal[start + i] * window[i];
    }
    fft.realForward(spectrum);
    float[] power = new float[bins()];
    // The transform keeps the bin at half the sampling rate, which is real, beside bin 0.
    power[0] = spectrum[0] * spectrum[0];
    power[size / 2] = spectrum[1] * spectrum[1];
    for (int k = 1; k < size / 2; k++) {
      float re = spectrum[2 * k];
      float im = spectrum[2 * k + 1];
      power[k] = re * re + im * im;
    }
    return power;
  }

  /** A periodic Hann window whose middle is the middle of the frame. */
  static double[] hann(int length) {
    double[] w = new double[length];
    for (int i = 0; i < length; i++) {
      w[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
    }
    return w;
  }

  /**
   * A window scaled so that the power spectrum of a full-scale sine sums to 1. By Parseval, the
   * one-sided spectrum of a sine of amplitude 1 sums to size / 2 × Σ w² / 2.
   */
  static float[] scaledToSine(double[] window, int size) {
    double squares = 0;
    for (double w : window) {
      squares += w * w;
    }
    double scale = Math.sqrt(4 / (size * squares));
    float[] scaled = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      scaled[i] = (float) (window[i] * scale);
    }
    return scaled;
  }
}
