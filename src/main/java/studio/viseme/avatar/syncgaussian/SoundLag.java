package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Engine;
import studio.viseme.job.Workers;

/**
 * Finds how far a clip's sound is behind its lips: by how well the lips are answered when it is
 * heard so much later, frame by frame away from none until it gets worse. Films are out of time by
 * up to three frames, and since far sounds count less, a regression that listens at the wrong
 * moment hears the best of them with half an ear.
 */
final class SoundLag {
  /** Of a frame, in seconds; whole ones, so that every encoder's vectors lie alike. */
  private static final double FRAME = 1.0 / ClipInfo.FPS;

  /** Frames by which the sound may be ahead or behind. */
  private static final int FARTHEST = 4;

  /** Examples that are enough to tell. */
  private static final int EXAMPLES = 500;

  /** Fewer tell nothing. */
  private static final int FEWEST = 50;

  /** A lag must leave so much less of the error: what is in time stays as it is. */
  private static final double LESS = 0.01;

  private final Engine engine;
  private final Sounds sounds;
  private final int[] frames;
  private final float[] targets;
  private final int rows;

  private SoundLag(Engine engine, Sounds sounds, FaceModel face, int[] frames, float[][] codes) {
    this.engine = engine;
    this.sounds = sounds;
    this.frames = frames;
    this.rows = face.dims();
    this.targets = new float[rows * frames.length];
    for (int k = 0; k < rows; k++) {
      double weight = Math.sqrt(MouthCalibration.lipMotion(face, k));
      for (int i = 0; i < frames.length; i++) {
        targets[k * frames.length + i] = (float) (weight * codes[i][k]);
      }
    }
  }

  /**
   * @param frames training frames, ascending
   * @param codes of each of them
   * @return seconds, whole frames
   */
  static float find(
      Engine engine,
      Sounds sounds,
      FaceModel face,
      int[] frames,
      float[][] codes,
      Workers workers) {
    if (frames.length < FEWEST) {
      return 0;
    }
    int[] some = TrainingSet.spread(IntStream.range(0, frames.length).toArray(), EXAMPLES);
    SoundLag search =
        new SoundLag(
            engine,
            sounds,
            face,
            IntStream.of(some).map(i -> frames[i]).toArray(),
            IntStream.of(some).mapToObj(i -> codes[i]).toArray(float[][]::new));
    double inTime = search.error(0, workers);
    double least = Math.min((1 - LESS) * inTime, search.still());
    int best = 0;
    for (int direction : new int[] {1, -1}) {
      double last = inTime;
      for (int lag = direction; Math.abs(lag) <= FARTHEST; lag += direction) {
        double error = search.error((float) (lag * FRAME), workers);
        if (error >= last) {
          break;
        }
        last = error;
        if (error < least) {
          least = error;
          best = lag;
        }
      }
    }
    return (float) (best * FRAME);
  }

  /** What a mouth that never moves leaves: a lag that leaves more isn't heard. */
  private double still() {
    double sum = 0;
    for (int k = 0; k < rows; k++) {
      int from = k * frames.length;
      double[] row =
          IntStream.range(from, from + frames.length).mapToDouble(i -> targets[i]).toArray();
      double mean = Arrays.stream(row).average().orElse(0);
      sum += Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum();
    }
    return sum;
  }

  /** The squared lip error of frames answered from the others, when heard so much later. */
  private double error(float lag, Workers workers) {
    SpeechTaps taps = sounds.taps().listening(lag);
    SpeechWindow window = taps.window();
    int size = taps.size();
    float[] examples = new float[frames.length * size];
    float[] column = new float[size];
    for (int i = 0; i < frames.length; i++) {
      taps.read(window.cut(sounds.speech(), frames[i], ClipInfo.FPS), lag, column, 0, 1);
      System.arraycopy(column, 0, examples, i * size, size);
    }
    SpeechRegression.Fit fit = new SpeechRegression.Fit(engine, taps, examples, targets);
    double[] sums = new double[Stretches.COUNT];
    workers.forEach(sums.length, stretch -> sums[stretch] = error(fit, stretch));
    return Arrays.stream(sums).sum();
  }

  private double error(SpeechRegression.Fit fit, int stretch) {
    int[] asked = Stretches.asked(frames.length, stretch);
    float[][] answers = fit.answers(Stretches.learned(frames, stretch), asked);
    double sum = 0;
    for (int i = 0; i < asked.length; i++) {
      for (int k = 0; k < rows; k++) {
        double d = answers[i][k] - targets[k * frames.length + asked[i]];
        sum += d * d;
      }
    }
    return sum;
  }
}
