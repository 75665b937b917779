package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.face.ExpressionTrack;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * Fits everything that turns speech into a mouth on the training frames: the net, and its {@link
 * MouthCalibration}. The calibration is chosen on the last part of the training frames with members
 * that haven't seen it; then the members are trained again on all of them.
 */
final class SpeechFit {
  /** The share of the training frames that the calibration is chosen on. */
  private static final double VALIDATION = 0.15;

  /** Frames left out between the two parts, because neighbours look alike. */
  private static final int MARGIN = 10;

  /**
   * One example in so many is silence made of nothing, with a resting mouth: clips hold little of
   * it.
   */
  private static final int SILENCE = 25;

  /**
   * The share of voiced validation frames whose mouth may be held back for sounding like silence.
   */
  private static final double HELD_BACK = 0.05;

  private static final float SPEECH_IMPORTANCE = 1;
  private static final float LEAST_IMPORTANCE = 0.2f;

  private final Engine engine;
  private final Capture capture;
  private final FaceModel face;
  private final int[] frames;
  private final long seed;
  private final SpeechTaps taps;
  private final FeatureSequence features;
  private final boolean[] voiced;
  private final float[][] codes;

  /**
   * @param frames the training frames, in order
   */
  SpeechFit(
      Engine engine,
      Capture capture,
      SpeechEncoder encoder,
      FaceModel face,
      int[] frames,
      long seed) {
    this.engine = engine;
    this.capture = capture;
    this.face = face;
    this.frames = frames;
    this.seed = seed;
    double seconds = (double) capture.clip().firstHeldOutFrame() / ClipInfo.FPS;
    this.features = encoder.encode(trainingSound(capture, seconds));
    this.taps = SpeechTaps.fit(SpeechTaps.windowFor(encoder), features, seconds);
    this.voiced = capture.voiceActivity();
    ExpressionTrack expression = capture.expression();
    this.codes = new float[frames.length][];
    for (int i = 0; i < frames.length; i++) {
      codes[i] = FaceModel.clip(expression.code(frames[i]));
    }
  }

  SpeechTaps taps() {
    return taps;
  }

  /** Trains {@code net} and says how to bring its answers to life. */
  MouthCalibration fit(SpeechNet net, int steps, JobContext job) {
    float[] opening = perCentimetre();
    float[] rest = rest();
    int from = (int) (frames.length * (1 - VALIDATION));
    try (JobContext.Task task = job.task("speech", 2L * SpeechNet.MEMBERS * steps, "steps")) {
      train(net, 0, Math.max(1, from - MARGIN), rest, steps, task);
      int[] validation = voicedFrom(from);
      float[][] predicted = new float[validation.length][];
      float[][] truth = new float[validation.length][];
      double[] shares = new double[validation.length];
      for (int i = 0; i < validation.length; i++) {
        predicted[i] = net.hear(window(frames[validation[i]]));
        truth[i] = codes[validation[i]];
        shares[i] = predicted[i][face.dims()];
      }
      Arrays.sort(shares);
      float speaking = (float) Math.clamp(shares[(int) (HELD_BACK * shares.length)], 0.1, 0.8);
      MouthCalibration calibration =
          MouthCalibration.choose(face, predicted, truth, opening, speaking, rest);
      job.note(
          "mouth: gain %.2f, match %.2f; on %d validation frames lip error %.3f cm, gap spread %.2f, closures %.2f"
              .formatted(
                  calibration.gain(),
                  calibration.match(),
                  truth.length,
                  calibration.lipError(face, predicted, truth),
                  calibration.gapSpread(face, predicted, truth),
                  calibration.closureRate(face, predicted, truth)));
      train(net, 0, frames.length, rest, steps, task);
      return calibration;
    }
  }

  /**
   * Places in the list of the voiced frames from {@code from} on; of all from there where hardly
   * any is voiced.
   */
  private int[] voicedFrom(int from) {
    int[] some = IntStream.range(from, frames.length).filter(i -> voiced[frames[i]]).toArray();
    return some.length >= 10 ? some : IntStream.range(from, frames.length).toArray();
  }

  /** Trains all members on frames {@code from} … {@code to − 1} of the list. */
  private void train(
      SpeechNet net, int from, int to, float[] rest, int steps, JobContext.Task task) {
    int spoken = to - from;
    int count = spoken + spoken / SILENCE;
    float[] columns = new float[taps.size() * count];
    float[] targets = new float[(face.dims() + 1) * count];
    for (int i = 0; i < spoken; i++) {
      taps.read(window(frames[from + i]), 0, columns, i, count);
      for (int k = 0; k < face.dims(); k++) {
        targets[k * count + i] = codes[from + i][k];
      }
      targets[face.dims() * count + i] = voiced[frames[from + i]] ? 1 : 0;
    }
    for (int i = spoken; i < count; i++) {
      float level = -SpeechTaps.FARTHEST * (1 - 0.4f * (i - spoken) / Math.max(1, count - spoken));
      for (int row = 0; row < taps.size(); row++) {
        columns[row * count + i] = level;
      }
      for (int k = 0; k < face.dims(); k++) {
        targets[k * count + i] = rest[k];
      }
    }
    try (SpeechTraining training =
        new SpeechTraining(
            engine, SpeechNet.spec(taps, face.dims()), columns, targets, importance())) {
      int member = 0;
      for (Batch weights : net.weights) {
        training.train(weights, seed * 31 + member++, steps, task);
      }
    }
  }

  private float[] window(int frame) {
    SpeechWindow window = taps.window();
    return window.cut(features, frame, ClipInfo.FPS);
  }

  /** The sound up to the first held-out frame. */
  private static float[] trainingSound(Capture capture, double seconds) {
    float[] all = capture.speech();
    int samples = (int) Math.min(all.length, Math.round(seconds * SpeechEncoder.SAMPLE_RATE));
    return Arrays.copyOf(all, samples);
  }

  /** How much of the face a component moves, relative to the one that moves most. */
  private float[] importance() {
    float[] weights = new float[face.dims() + 1];
    double most = 1e-9;
    for (int k = 0; k < face.dims(); k++) {
      double sum = 0;
      for (int i = 0; i < FaceModel.VERTICES * 3; i++) {
        float v = face.lowerBasis()[k * FaceModel.VERTICES * 3 + i];
        sum += v * v;
      }
      weights[k] = (float) Math.sqrt(sum);
      most = Math.max(most, weights[k]);
    }
    for (int k = 0; k < face.dims(); k++) {
      weights[k] = Math.max(LEAST_IMPORTANCE, (float) (weights[k] / most));
    }
    weights[face.dims()] = SPEECH_IMPORTANCE;
    return weights;
  }

  /**
   * Regression of the code on the opening between the lips: how this person opens the mouth by a
   * centimetre.
   */
  private float[] perCentimetre() {
    double mean = 0;
    for (float[] code : codes) {
      mean += face.lipGap(code) / codes.length;
    }
    double variance = 1e-9;
    double[] covariance = new double[face.dims()];
    for (float[] code : codes) {
      double d = face.lipGap(code) - mean;
      variance += d * d;
      for (int k = 0; k < face.dims(); k++) {
        covariance[k] += d * code[k];
      }
    }
    float[] slope = new float[face.dims()];
    for (int k = 0; k < slope.length; k++) {
      slope[k] = (float) (covariance[k] / variance);
    }
    return slope;
  }

  /**
   * The mean code of silent frames with the least opening, or of all frames where there is no
   * silence.
   */
  private float[] rest() {
    int[] silent = select(false);
    int[] pool = silent.length >= 10 ? silent : IntStream.range(0, frames.length).toArray();
    Integer[] order = Arrays.stream(pool).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> face.lipGap(codes[i])));
    int count = Math.max(1, silent.length >= 10 ? order.length / 2 : order.length / 10);
    float[] rest = new float[face.dims()];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < rest.length; k++) {
        rest[k] += codes[order[i]][k] / count;
      }
    }
    return rest;
  }

  private int[] select(boolean speech) {
    return IntStream.range(0, frames.length).filter(i -> voiced[frames[i]] == speech).toArray();
  }
}
