package studio.viseme.speech;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import studio.viseme.speech.onnx.Tensor;

/**
 * How an imported net hears: what it is given of a stretch of sound, and how long stretches are.
 * All of them give 50 vectors a second. A stretch is heard with some sound on both sides whose
 * vectors are thrown away, so that a vector depends on a bounded piece of sound, always the same
 * one whatever pieces the sound arrives in.
 */
enum NetEar {
  /**
   * wav2vec 2.0 and HuBERT: the samples themselves, of zero mean and unit variance over the stretch
   * (the published extractor normalises the whole recording). Vector i sees 400 samples from 320 i
   * on.
   */
  WAVEFORM("waveform, 1 × n", 100, 50, 50, 200, 80) {
    @Override
    boolean takes(long[] shape) {
      return shape.length == 2;
    }

    @Override
    Tensor input(float[] samples, long[] shape) {
      float[] out = samples.clone();
      standardise(out);
      return new Tensor(new long[] {1, out.length}, out);
    }
  },

  /**
   * Whisper's encoder: log-mel of 30 s, 80 or 128 bands of unit area from 0 to 8 kHz on Slaney's
   * scale, Hann window of 400, hop 160; log10, no more than 8 below the largest of the stretch,
   * then (x + 4) / 4. Vector i is centred on sample 320 i.
   */
  LOG_MEL("log-mel, 1 × 80 × 3000 or 1 × 128 × 3000", 1000, 250, 250, 0, 0) {
    @Override
    boolean takes(long[] shape) {
      return shape.length == 3 && (shape[1] == 80 || shape[1] == 128) && fits(shape[2], MEL_FRAMES);
    }

    @Override
    Tensor input(float[] samples, long[] shape) {
      return logMel(samples, (int) shape[1]);
    }
  },

  /**
   * DeepSpeech 0.1: 26 cepstral coefficients ({@link Mfcc}) of samples as 16-bit numbers, every
   * second frame with the nine before and after it, all of zero mean and unit variance over the
   * stretch.
   */
  CEPSTRA("cepstra, 1 × n × 494 or 1 × n × 19 × 26", 150, 50, 50, 200, 80) {
    @Override
    boolean takes(long[] shape) {
      return shape.length == 3 && shape[2] == CONTEXT * COEFFICIENTS
          || shape.length == 4 && shape[2] == CONTEXT && shape[3] == COEFFICIENTS;
    }

    @Override
    Tensor input(float[] samples, long[] shape) {
      float[] values = cepstra(samples);
      long frames = values.length / (CONTEXT * COEFFICIENTS);
      return new Tensor(
          shape.length == 3
              ? new long[] {1, frames, CONTEXT * COEFFICIENTS}
              : new long[] {1, frames, CONTEXT, COEFFICIENTS},
          values);
    }
  };

  /** Vectors a second, of every net. */
  static final int RATE = 50;

  /** Samples from vector to vector. */
  static final int HOP = SpeechEncoder.SAMPLE_RATE / RATE;

  private static final int MEL_FRAMES = 3000;
  private static final int MEL_WINDOW = 400;
  private static final int MEL_HOP = 160;
  private static final int CONTEXT = 19;
  private static final int COEFFICIENTS = 26;
  private static final float FULL_SCALE = 32_768;

  private final String words;
  private final int kept;
  private final int before;
  private final int after;
  private final int lead;
  private final int tail;

  /**
   * @param kept vectors of a stretch that are kept
   * @param before vectors of it before those
   * @param after vectors of it after those
   * @param lead samples that a vector's first sample lies before its moment
   * @param tail samples beyond 320 a vector that a stretch needs
   */
  NetEar(String words, int kept, int before, int after, int lead, int tail) {
    this.words = words;
    this.kept = kept;
    this.before = before;
    this.after = after;
    this.lead = lead;
    this.tail = tail;
  }

  /** What the net takes, for people. */
  String words() {
    return words;
  }

  int kept() {
    return kept;
  }

  int before() {
    return before;
  }

  /** Vectors of a whole stretch. */
  int vectors() {
    return before + kept + after;
  }

  /** Samples of a whole stretch. */
  int samples() {
    return vectors() * HOP + tail;
  }

  /** How many samples before the moment of the first kept vector a stretch begins. */
  int headStart() {
    return before * HOP + lead;
  }

  /** Seconds from a vector's moment until all it depends on was heard, at most. */
  double lag() {
    return (double) (samples() - headStart()) / SpeechEncoder.SAMPLE_RATE;
  }

  /** Whether an input of this shape is this ear's; −1 is any size. */
  abstract boolean takes(long[] shape);

  /**
   * What the net is given.
   *
   * @param samples {@link #samples()} of them
   * @param shape of the net's input
   */
  abstract Tensor input(float[] samples, long[] shape);

  private static boolean fits(long size, long wanted) {
    return size < 0 || size == wanted;
  }

  private static void standardise(float[] values) {
    double mean = 0;
    for (float v : values) {
      mean += v;
    }
    mean /= values.length;
    double variance = 0;
    for (float v : values) {
      variance += (v - mean) * (v - mean);
    }
    double scale = 1 / Math.sqrt(variance / values.length + 1e-7);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - mean) * scale);
    }
  }

  private static Tensor logMel(float[] samples, int bands) {
    float[] window = new float[MEL_WINDOW];
    for (int i = 0; i < MEL_WINDOW; i++) {
      window[i] = (float) (.5 - .5 * Math.cos(2 * Math.PI * i / MEL_WINDOW));
    }
    PowerSpectrum spectrum = new PowerSpectrum(window, MEL_WINDOW);
    DoubleUnaryOperator unitArea = width -> 2 / width;
    TriangularBands mel =
        new TriangularBands(
            TriangularBands.edges(
                bands, 0, SpeechEncoder.SAMPLE_RATE / 2.0, Mel80::slaneyMel, Mel80::slaneyHertz),
            (double) SpeechEncoder.SAMPLE_RATE / MEL_WINDOW,
            unitArea);
    float[] padded = new float[samples.length + MEL_WINDOW];
    System.arraycopy(samples, 0, padded, MEL_WINDOW / 2, samples.length);
    float[] out = new float[bands * MEL_FRAMES];
    float largest = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < MEL_FRAMES; t++) {
      float[] power = spectrum.of(padded, t * MEL_HOP);
      for (int b = 0; b < bands; b++) {
        float level = (float) Math.log10(Math.max(1e-10, mel.sum(b, power)));
        out[b * MEL_FRAMES + t] = level;
        largest = Math.max(largest, level);
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (Math.max(out[i], largest - 8) + 4) / 4;
    }
    return new Tensor(new long[] {1, bands, MEL_FRAMES}, out);
  }

  private static float[] cepstra(float[] samples) {
    float[] loud = new float[samples.length];
    for (int i = 0; i < loud.length; i++) {
      loud[i] = samples[i] * FULL_SCALE;
    }
    float[][] all = new Mfcc(COEFFICIENTS).of(loud);
    int frames = (all.length + 1) / 2;
    float[] out = new float[frames * CONTEXT * COEFFICIENTS];
    for (int t = 0; t < frames; t++) {
      for (int c = 0; c < CONTEXT; c++) {
        int of = t + c - CONTEXT / 2;
        if (of >= 0 && of < frames) {
          int to = (t * CONTEXT + c) * COEFFICIENTS;
          System.arraycopy(all[2 * of], 0, out, to, COEFFICIENTS);
        }
      }
    }
    standardise(out);
    return out;
  }

  /** The ears by what they take, for a message. */
  static String allWords() {
    return String.join("; ", Arrays.stream(values()).map(NetEar::words).toList());
  }
}
