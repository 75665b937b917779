package studio.viseme.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Signals for tests. */
final class Speech {
  private Speech() {}

  static float[] sine(double hertz, double amplitude, int samples) {
    float[] signal = new float[samples];
    for (int i = 0; i < samples; i++) {
      signal[i] =
          (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / SpeechEncoder.SAMPLE_RATE));
    }
    return signal;
  }

  static float[] noise(double deviation, int samples, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[samples];
    for (int i = 0; i < samples; i++) {
      signal[i] = (float) (deviation * random.nextGaussian());
    }
    return signal;
  }

  /**
   * A buzz of harmonics at 120 Hz with the formants of a vowel, in syllables of 150 ms and gaps of
   * 50 ms.
   */
  static float[] syllables(double amplitude, int samples) {
    float[] signal = new float[samples];
    double[] formants = {660, 1700, 2400, 3500};
    for (int i = 0; i < samples; i++) {
      double t = (double) i / SpeechEncoder.SAMPLE_RATE;
      double within = t % 0.2;
      double envelope = within < 0.15 ? Math.sin(Math.PI * within / 0.15) : 0;
      double sum = 0;
      for (int h = 1; h <= 40; h++) {
        double gain = 0;
        for (double formant : formants) {
          gain += 1 / (1 + Math.pow((h * 120 - formant) / 90, 2));
        }
        sum += gain / Math.sqrt(h) * Math.sin(2 * Math.PI * 120 * h * t);
      }
      signal[i] = (float) (amplitude * envelope * sum * 0.3);
    }
    return signal;
  }

  static float[] concat(float[]... parts) {
    int length = 0;
    for (float[] part : parts) {
      length += part.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  static float[] sum(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /**
   * A wave file as mono speech at the encoders' rate; linear resampling is good enough to find
   * speech.
   */
  static float[] read(Path file) throws IOException, UnsupportedAudioFileException {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat format = in.getFormat();
      byte[] bytes = in.readAllBytes();
      int width = format.getSampleSizeInBits() / 8;
      int count = bytes.length / format.getFrameSize();
      float[] mono = new float[count];
      for (int i = 0; i < count; i++) {
        int at = i * format.getFrameSize();
        int value = 0;
        for (int b = width - 1; b >= 0; b--) {
          value = (value << 8) | (b == width - 1 ? bytes[at + b] : bytes[at + b] & 0xff);
        }
        mono[i] = (float) (value / Math.pow(2, 8 * width - 1));
      }
      double step = format.getSampleRate() / SpeechEncoder.SAMPLE_RATE;
      float[] resampled = new float[(int) ((count - 1) / step)];
      int taps = (int) Math.max(1, Math.round(step));
      for (int i = 0; i < resampled.length; i++) {
        int from = (int) (i * step);
        for (int k = 0; k < taps; k++) {
          resampled[i] += mono[Math.min(count - 1, from + k)] / taps;
        }
      }
      return resampled;
    }
  }
}
