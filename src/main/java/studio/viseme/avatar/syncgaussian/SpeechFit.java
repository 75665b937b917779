package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Engine;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.speech.SpeechEncoder;

/**
 * Fits everything that turns speech into a mouth on the training frames: the regression, and its
 * {@link MouthCalibration}. The calibration is chosen on answers to frames that the regression
 * behind them hasn't seen: the frames are cut into stretches, and each is answered from the others.
 */
final class SpeechFit {
  /** Examples at most, evenly spread: five minutes of film. */
  private static final int MOST_EXAMPLES = 7500;

  /** Examples that the regression keeps. */
  private static final int MOST_CENTRES = 750;

  /** Answers that the calibration is judged by, evenly spread. */
  private static final int MOST_JUDGED = 1500;

  /** Frames to either side of a pause in which a mouth doesn't rest yet. */
  private static final int PAUSE = 5;

  /** One example in so many is silence, with a resting mouth: clips hold little of it. */
  private static final int SILENCE = 25;

  /**
   * The share of voiced validation frames whose mouth may be held back for sounding like silence.
   */
  private static final double HELD_BACK = 0.05;

  private final Engine engine;
  private final Capture capture;
  private final FaceModel face;
  private Sounds sounds;
  private final int[] frames;
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
    this(engine, capture, Sounds.of(encoder, capture, seed), face, frames);
  }

  /**
   * @param sounds what an ear makes of the clip's sound and of silence
   * @param frames some of the training frames, in order
   */
  SpeechFit(Engine engine, Capture capture, Sounds sounds, FaceModel face, int[] frames) {
    this.engine = engine;
    this.capture = capture;
    this.face = face;
    this.frames = frames;
    this.sounds = sounds;
    this.voiced = capture.voiceActivity();
    ExpressionTrack expression = capture.expression();
    this.codes = new float[frames.length][];
    for (int i = 0; i < frames.length; i++) {
      codes[i] = FaceModel.clip(expression.code(frames[i]));
    }
  }

  SpeechTaps taps() {
    return sounds.taps();
  }

  /**
   * What was fitted: what hears, and how to bring its answers to life.
   *
   * @param examples the frames that it learned from
   * @param answers to each of them, from the others: a code, then the extras
   */
  record Fitted(
      SpeechRegression speech, MouthCalibration calibration, int[] examples, float[][] answers) {}

  Fitted fit(JobContext job) {
    try (JobContext.Task task = job.task("speech", Stretches.COUNT + 1L, "stretches")) {
      float lag = SoundLag.find(engine, sounds, face, frames, codes, job.workers());
      sounds = sounds.listening(lag);
      float[] opening = perCentimetre();
      float[] rest = rest(opening);
      int[] spoken = examples();
      SpeechRegression.Fit fit = gather(spoken, rest);
      Solved solved = solve(fit, spoken, job.workers());
      task.advance(Stretches.COUNT, "");
      float[][] answers = solved.answers();
      int[] judged = TrainingSet.spread(voiced(spoken), MOST_JUDGED);
      float[][] predicted = new float[judged.length][];
      float[][] truth = new float[judged.length][];
      double[] shares = new double[judged.length];
      for (int i = 0; i < judged.length; i++) {
        predicted[i] = answers[judged[i]];
        truth[i] = codes[spoken[judged[i]]];
        shares[i] = predicted[i][face.dims() + 1];
      }
      Arrays.sort(shares);
      float speaking = (float) Math.clamp(shares[(int) (HELD_BACK * shares.length)], 0.1, 0.8);
      MouthCalibration calibration =
          MouthCalibration.choose(face, predicted, truth, opening, speaking, rest);
      job.note(
          "mouth: %s%s; on %d frames answered from others lip error %.3f cm, gap spread %.2f, closures %.2f"
              .formatted(
                  calibration.told(),
                  told(lag),
                  truth.length,
                  calibration.lipError(face, predicted, truth),
                  calibration.gapSpread(face, predicted, truth),
                  calibration.closureRate(face, predicted, truth)));
      task.advance();
      int[] examples = IntStream.of(spoken).map(i -> frames[i]).toArray();
      return new Fitted(solved.all(), calibration, examples, answers);
    }
  }

  private static String told(float lag) {
    return lag == 0
        ? ""
        : ", its sound is heard %d ms %s"
            .formatted(Math.round(1000 * Math.abs(lag)), lag > 0 ? "later" : "earlier");
  }

  /** Places in the list of frames that become examples. */
  private int[] examples() {
    return TrainingSet.spread(IntStream.range(0, frames.length).toArray(), MOST_EXAMPLES);
  }

  /** All examples: those of speech, then silence. */
  private SpeechRegression.Fit gather(int[] spoken, float[] rest) {
    SpeechTaps taps = sounds.taps();
    int count = spoken.length + spoken.length / SILENCE;
    int size = taps.size();
    int rows = face.dims() + SpeechRegression.EXTRAS;
    float[] examples = new float[size * count];
    float[] targets = new float[rows * count];
    float[] column = new float[size];
    for (int i = 0; i < count; i++) {
      boolean said = i < spoken.length;
      float[] cut =
          said
              ? window(frames[spoken[i]])
              : taps.window()
                  .cut(
                      sounds.silence(),
                      Sounds.SILENCE_SECONDS * (i - spoken.length + 0.5) / (count - spoken.length));
      taps.read(cut, taps.lag(), column, 0, 1);
      System.arraycopy(column, 0, examples, i * size, size);
      float[] code = said ? codes[spoken[i]] : rest;
      for (int k = 0; k < face.dims(); k++) {
        targets[k * count + i] = code[k];
      }
      targets[face.dims() * count + i] = MouthCalibration.narrowness(face.lipGap(code));
      targets[(face.dims() + 1) * count + i] = said && speaks(frames[spoken[i]]) ? 1 : 0;
    }
    return new SpeechRegression.Fit(engine, taps, examples, targets, MOST_CENTRES);
  }

  /**
   * Answers each stretch of the spoken examples from the others, and finds the regression on all:
   * systems of equations that don't need each other.
   */
  private Solved solve(SpeechRegression.Fit fit, int[] spoken, Workers workers) {
    float[][] answers = new float[spoken.length][];
    AtomicReference<SpeechRegression> all = new AtomicReference<>();
    workers.forEach(
        Stretches.COUNT + 1,
        i -> {
          if (i == 0) {
            all.set(fit.all(engine));
          } else {
            answer(fit, spoken, i - 1, answers);
          }
        });
    return new Solved(answers, Objects.requireNonNull(all.get()));
  }

  private record Solved(float[][] answers, SpeechRegression all) {}

  private void answer(SpeechRegression.Fit fit, int[] spoken, int fold, float[][] answers) {
    int silent = spoken.length / SILENCE;
    int[] others = Stretches.asked(spoken.length, fold);
    if (others.length == 0) {
      return;
    }
    int[] asked = IntStream.of(spoken).map(i -> frames[i]).toArray();
    IntStream far = IntStream.of(Stretches.learned(asked, fold));
    int[] some =
        IntStream.concat(far, IntStream.range(spoken.length, spoken.length + silent)).toArray();
    float[][] said = fit.answers(some.length == 0 ? others : some, others);
    System.arraycopy(said, 0, answers, others[0], said.length);
  }

  /** Those of the examples that are speech; all where hardly any is. */
  private int[] voiced(int[] spoken) {
    int[] some = IntStream.range(0, spoken.length).filter(i -> voiced[frames[spoken[i]]]).toArray();
    return some.length >= 10 ? some : IntStream.range(0, spoken.length).toArray();
  }

  private float[] window(int frame) {
    return sounds.taps().window().cut(sounds.speech(), frame, ClipInfo.FPS);
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
   * A mouth at rest: the mean code of the silent frames with the least opening, or of all frames
   * where there is no silence, and the lips brought together the way this person opens them.
   * Between phrases many wait with parted lips; in front of silence that looks like a film that
   * stands still.
   */
  private float[] rest(float[] opening) {
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
    float parted = Math.max(0, face.lipGap(rest));
    for (int k = 0; k < rest.length; k++) {
      rest[k] -= parted * opening[k];
    }
    return rest;
  }

  /**
   * Whether somebody speaks in a frame or is about to, or has just spoken: in a short pause a mouth
   * doesn't come to rest.
   */
  private boolean speaks(int frame) {
    int last = Math.min(capture.clip().firstHeldOutFrame() - 1, frame + PAUSE);
    for (int i = Math.max(0, frame - PAUSE); i <= last; i++) {
      if (voiced[i]) {
        return true;
      }
    }
    return false;
  }

  private int[] select(boolean speech) {
    return IntStream.range(0, frames.length).filter(i -> voiced[frames[i]] == speech).toArray();
  }
}
