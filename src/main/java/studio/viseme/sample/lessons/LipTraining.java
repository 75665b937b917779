package studio.viseme.sample.lessons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.speech.LipNet;
import studio.viseme.speech.LogMel;
import studio.viseme.speech.VoiceMean;

/**
 * Teaches {@link LipNet} on synthetic voices alone: every frame's mouth by squared error, each
 * value over its variance, and its phone by the cross-entropy of one logistic unit a phone. The
 * same seed and numbers give the same weights on the same versions of the synthesisers.
 */
public final class LipTraining {
  /** What the weights that come with the program were made with. */
  public static final long SEED = 3;

  public static final int UTTERANCES = 1200;

  public static final int STEPS = 9000;

  private static final int BATCH = 256;

  /** Lessons that batches are drawn from at a time; one after another is replaced. */
  private static final int DESK = 64;

  private static final double RATE = 2e-3;
  private static final double LAST_RATE = 0.02;
  private static final double WEIGHT_DECAY = 1e-4;
  private static final float PHONE_WEIGHT = 1;
  private static final float SHAPE_WEIGHT = 0.5f;
  private static final int NOTE_STEPS = 500;

  private final Curriculum curriculum;
  private final int steps;
  private final LipNet.Size size;

  private final float[] usual = new float[LogMel.BANDS];
  private final float[] precision = new float[LipNet.SHAPES];

  /** What the net hears of each lesson on the desk, padded with silence, and what it should say. */
  private final float[][] heard = new float[DESK][];

  private final Lesson[] answers = new Lesson[DESK];

  /**
   * @param steps of 256 frames each
   */
  public LipTraining(Curriculum curriculum, int steps, LipNet.Size size) {
    this.curriculum = curriculum;
    this.steps = steps;
    this.size = size;
  }

  /**
   * Has everything said, and learns from it.
   *
   * @throws studio.viseme.job.JobException (input) when a synthesiser isn't installed
   */
  public LipNet train(Engine engine, JobContext job) throws IOException {
    return learn(engine, listen(job), job);
  }

  /** What the synthesisers say. */
  List<Lesson> listen(JobContext job) throws IOException {
    List<Lesson> lessons = new ArrayList<>();
    LogMel mel = new LogMel();
    int utterances = curriculum.utterances();
    try (School school = new School(curriculum);
        JobContext.Task task = job.task("voices", utterances, "utterances")) {
      for (int n = 0; n < utterances; n++) {
        Utterance said = school.utterance(n);
        if (said != null) {
          lessons.add(Lesson.of(said, mel));
        }
        task.advance();
      }
    }
    if (lessons.isEmpty()) {
      throw JobException.usage(
          "Nothing is said", "train-speech", "give more utterances, languages or synthesisers");
    }
    return lessons;
  }

  /** The mean spectrum of the loud frames, and how much each value of a mouth varies. */
  private void measure(List<Lesson> lessons) {
    double[] sum = new double[LogMel.BANDS];
    long loud = 0;
    double[] mean = new double[LipNet.SHAPES];
    double[] squares = new double[LipNet.SHAPES];
    long frames = 0;
    for (Lesson lesson : lessons) {
      for (int t = 0; t < lesson.frames(); t++) {
        double level = 0;
        for (int b = 0; b < LogMel.BANDS; b++) {
          level += lesson.mel()[t * LogMel.BANDS + b] / LogMel.BANDS;
        }
        if (level > -12) {
          loud++;
          for (int b = 0; b < LogMel.BANDS; b++) {
            sum[b] += lesson.mel()[t * LogMel.BANDS + b];
          }
        }
        for (int k = 0; k < LipNet.SHAPES; k++) {
          double v = lesson.shapes()[t * LipNet.SHAPES + k];
          mean[k] += v;
          squares[k] += v * v;
        }
      }
      frames += lesson.frames();
    }
    for (int b = 0; b < LogMel.BANDS; b++) {
      usual[b] = (float) (sum[b] / Math.max(1, loud));
    }
    for (int k = 0; k < LipNet.SHAPES; k++) {
      double m = mean[k] / frames;
      precision[k] = (float) (1 / Math.max(1e-3, squares[k] / frames - m * m));
    }
  }

  /** Learns from what was said. */
  LipNet learn(Engine engine, List<Lesson> lessons, JobContext job) {
    measure(lessons);
    SplittableRandom random = new SplittableRandom(curriculum.seed());
    try (Perceptron trunk = engine.perceptron(size.trunk());
        Perceptron head = engine.perceptron(LipNet.HEAD);
        JobContext.Task task = job.task("lessons", steps, "steps")) {
      Adam adam = engine.adam(new AdamSettings(0.9f, 0.999f, 1e-8f));
      Learner low = new Learner(engine, adam, size.trunk().initialize(random, 1));
      Learner high = new Learner(engine, adam, LipNet.HEAD.initialize(random, 0.5));
      Batch input = Batch.allocate(engine, LipNet.INPUTS, BATCH);
      Batch embedding = Batch.allocate(engine, LipNet.EMBEDDING, BATCH);
      Batch embeddingGradient = Batch.allocate(engine, LipNet.EMBEDDING, BATCH);
      Batch output = Batch.allocate(engine, LipNet.HEAD.outputs(), BATCH);
      for (int d = 0; d < DESK; d++) {
        lay(d, lessons, random);
      }
      int next = 0;
      double debt = 0;
      float[] windows = new float[LipNet.INPUTS * BATCH];
      int[] desks = new int[BATCH];
      int[] moments = new int[BATCH];
      double shapeLoss = 0;
      double phoneHits = 0;
      for (int step = 1; step <= steps; step++) {
        for (int i = 0; i < BATCH; i++) {
          desks[i] = random.nextInt(DESK);
          moments[i] = random.nextInt(answers[desks[i]].frames());
          LipNet.window(heard[desks[i]], LipNet.REACH + moments[i], windows, i, BATCH);
        }
        input.upload(windows);
        trunk.forward(low.weights, input, null, embedding);
        head.forward(high.weights, embedding, null, output);
        float[] said = output.download();
        double[] score = new double[2];
        output.upload(gradient(said, desks, moments, score));
        shapeLoss += score[0] / NOTE_STEPS;
        phoneHits += score[1] / NOTE_STEPS;
        head.backward(output, high.gradient, embeddingGradient, null);
        trunk.backward(embeddingGradient, low.gradient, null, null);
        double rate = RATE * Math.min(1, step / 200.0) * (1 - (1 - LAST_RATE) * step / steps);
        low.step(rate, step);
        high.step(rate, step);
        if (step % NOTE_STEPS == 0) {
          job.note(
              "step %d: mouth error %.3f of its variance, phones right %.3f"
                  .formatted(step, shapeLoss, phoneHits));
          shapeLoss = 0;
          phoneHits = 0;
        }
        for (debt += BATCH; debt >= answers[next].frames(); next = (next + 1) % DESK) {
          debt -= answers[next].frames();
          lay(next, lessons, random);
        }
        task.advance();
      }
      engine.finish();
      return new LipNet(size, usual, low.weights.download(), high.weights.download());
    }
  }

  /** Puts a lesson on the desk. */
  private void lay(int place, List<Lesson> lessons, SplittableRandom random) {
    Lesson lesson =
        random.nextDouble() < 0.01
            ? Lesson.silence(200)
            : lessons
                .get(random.nextInt(lessons.size()))
                .disguised(random, curriculum.augmentations());
    answers[place] = lesson;
    int bands = LogMel.BANDS;
    int count = lesson.frames();
    float[] padded = VoiceMean.silence(count + 2 * LipNet.REACH);
    VoiceMean mean = new VoiceMean(usual);
    int known = 0;
    for (int t = 0; t < count; t++) {
      for (; known <= Math.min(t + LipNet.MEAN_AHEAD, count - 1); known++) {
        mean.add(lesson.mel(), known * bands);
      }
      mean.normalize(lesson.mel(), t * bands, padded, (LipNet.REACH + t) * bands);
    }
    heard[place] = padded;
  }

  /** The gradient of the loss by what the net said. */
  private float[] gradient(float[] said, int[] desks, int[] moments, double[] score) {
    float[] gradient = new float[said.length];
    for (int i = 0; i < BATCH; i++) {
      Lesson answer = answers[desks[i]];
      for (int k = 0; k < LipNet.SHAPES; k++) {
        float error = said[k * BATCH + i] - answer.shapes()[moments[i] * LipNet.SHAPES + k];
        gradient[k * BATCH + i] = SHAPE_WEIGHT * error * precision[k] / BATCH;
        score[0] += error * error * precision[k] / (BATCH * LipNet.SHAPES);
      }
      int best = 0;
      for (int p = 0; p < LipNet.PHONES; p++) {
        int at = (LipNet.SHAPES + p) * BATCH + i;
        float is = answer.phones()[moments[i]] == p ? 1 : 0;
        gradient[at] = PHONE_WEIGHT * ((float) (1 / (1 + Math.exp(-said[at]))) - is) / BATCH;
        best = said[at] > said[(LipNet.SHAPES + best) * BATCH + i] ? p : best;
      }
      score[1] += best == answer.phones()[moments[i]] ? 1.0 / BATCH : 0;
    }
    return gradient;
  }

  /** Weights and what Adam keeps of them. */
  private static final class Learner {
    final Batch weights;
    final Batch gradient;
    private final Batch first;
    private final Batch second;
    private final Engine engine;
    private final Adam adam;

    Learner(Engine engine, Adam adam, float[] start) {
      this.engine = engine;
      this.adam = adam;
      weights = Batch.vector(engine.floats(Arrays.copyOf(start, start.length)));
      gradient = Batch.vector(engine.floats(start.length));
      first = Batch.vector(engine.floats(start.length));
      second = Batch.vector(engine.floats(start.length));
    }

    void step(double rate, int step) {
      engine.batches().accumulate((float) (-rate * WEIGHT_DECAY), weights, weights);
      adam.step(weights, gradient, first, second, rate, step, null);
    }
  }
}
