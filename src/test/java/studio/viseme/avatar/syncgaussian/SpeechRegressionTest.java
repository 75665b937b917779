package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;

class SpeechRegressionTest {
  private static final int COUNT = 120;
  private static final int ROWS = 3;

  private final SpeechTaps taps =
      new SpeechTaps(
          new SpeechWindow("test", 2, 100, 27, 31),
          new float[] {0, 0},
          new float[] {1, 1},
          0.08f,
          0);

  /** One component that bends with the sound, and the two extras. */
  private float[] targets(float[] examples) {
    int size = taps.size();
    float[] targets = new float[ROWS * COUNT];
    for (int i = 0; i < COUNT; i++) {
      float x = examples[i * size + 10];
      float y = examples[i * size + 11];
      targets[i] = (float) Math.sin(2 * x) + y;
      targets[COUNT + i] = 0.2f * x;
      targets[2 * COUNT + i] = 1;
    }
    return targets;
  }

  private float[] examples() {
    Random random = new Random(4);
    float[] examples = new float[COUNT * taps.size()];
    for (int i = 0; i < COUNT; i++) {
      float x = (float) random.nextGaussian();
      float y = (float) random.nextGaussian();
      for (int k = 0; k < taps.size(); k++) {
        examples[i * taps.size() + k] = k % 2 == 0 ? x : y;
      }
    }
    return examples;
  }

  @Test
  void whatWasNotSeenIsAnsweredFromWhatWas() {
    float[] examples = examples();
    float[] targets = targets(examples);
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      SpeechRegression.Fit fit = new SpeechRegression.Fit(engine, taps, examples, targets);
      int[] some = IntStream.range(0, 90).toArray();
      int[] others = IntStream.range(90, COUNT).toArray();
      float[][] answers = fit.answers(some, others);
      double error = 0;
      double spread = 0;
      for (int i = 0; i < others.length; i++) {
        error += Math.pow(answers[i][0] - targets[others[i]], 2);
        spread += Math.pow(targets[others[i]], 2);
        assertThat(answers[i][2]).isCloseTo(1, within(1e-4f));
      }
      assertThat(error).isLessThan(0.15 * spread);
    }
  }

  /** The whole regression, asked by a window, says what the solver says of the same example. */
  @ParameterizedTest
  @ValueSource(ints = {40, COUNT})
  void aWindowIsAnsweredAsItsTapsAre(int centres) {
    float[] examples = examples();
    float[] targets = targets(examples);
    float[] window = new float[taps.window().size()];
    for (int k = 0; k < window.length; k++) {
      window[k] = examples[7 * taps.size() + k % 2];
    }
    float[] read = new float[taps.size()];
    taps.read(window, 0, read, 0, 1);
    System.arraycopy(read, 0, examples, 7 * read.length, read.length);
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      SpeechRegression.Fit fit = new SpeechRegression.Fit(engine, taps, examples, targets, centres);
      int[] every = IntStream.range(0, COUNT).toArray();
      float[] expected = fit.answers(every, new int[] {7})[0];
      try (SpeechRegression regression = fit.all(engine)) {
        float[] heard = regression.hear(window, 0);
        assertThat(heard).hasSize(ROWS);
        for (int k = 0; k < ROWS; k++) {
          assertThat(heard[k]).isCloseTo(expected[k], within(1e-3f));
        }
      }
    }
  }

  /** Noise in what was learned is averaged over all examples, however few of them are kept. */
  @Test
  void fewCentresKnowWhatAllExamplesSay() {
    float[] examples = examples();
    float[] truth = targets(examples);
    float[] noisy = truth.clone();
    Random random = new Random(9);
    for (int i = 0; i < COUNT; i++) {
      noisy[i] += 0.5f * (float) random.nextGaussian();
    }
    int[] learned = IntStream.range(0, 90).toArray();
    int[] kept = IntStream.range(0, 90).filter(i -> i % 3 == 0).toArray();
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      SpeechRegression.Fit all = new SpeechRegression.Fit(engine, taps, examples, noisy);
      SpeechRegression.Fit few = new SpeechRegression.Fit(engine, taps, examples, noisy, 40);
      double byAll = error(all, learned, truth);
      double byFew = error(few, learned, truth);
      double byKeptAlone = error(all, kept, truth);
      assertThat(byFew)
          .as("all %s, few %s, kept %s", byAll, byFew, byKeptAlone)
          .isLessThan(1.3 * byAll);
      assertThat(byFew).isLessThan(0.8 * byKeptAlone);
    }
  }

  /** The squared error of the code on the examples from 90 on. */
  private static double error(SpeechRegression.Fit fit, int[] some, float[] truth) {
    int[] others = IntStream.range(90, COUNT).toArray();
    float[][] answers = fit.answers(some, others);
    double error = 0;
    for (int i = 0; i < others.length; i++) {
      error += Math.pow(answers[i][0] - truth[others[i]], 2);
    }
    return error;
  }

  /** What isn't learned from isn't looked at, centre or not. */
  @Test
  void targetsThatAreLeftOutChangeNothing() {
    float[] examples = examples();
    float[] targets = targets(examples);
    float[] other = targets.clone();
    for (int k = 0; k < ROWS; k++) {
      for (int i = 90; i < COUNT; i++) {
        other[k * COUNT + i] = 100 + i;
      }
    }
    int[] some = IntStream.range(0, 90).toArray();
    int[] others = IntStream.range(90, COUNT).toArray();
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      float[][] a =
          new SpeechRegression.Fit(engine, taps, examples, targets, 40).answers(some, others);
      float[][] b =
          new SpeechRegression.Fit(engine, taps, examples, other, 40).answers(some, others);
      assertThat(b).isDeepEqualTo(a);
    }
  }

  @Test
  void aRegressionIsAsLargeAsItsCentres() {
    float[] examples = examples();
    try (Engine engine = Engines.cpu(Workers.sameThread());
        SpeechRegression regression =
            new SpeechRegression.Fit(engine, taps, examples, targets(examples), 40).all(engine)) {
      assertThat(regression.examples).hasSize(40 * taps.size());
      assertThat(regression.coefficients).hasSize(40 * ROWS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, COUNT})
  void moreThreadsChangeNoBit(int centres) {
    float[] examples = examples();
    float[] targets = targets(examples);
    try (Workers three = Workers.of(3);
        Engine one = Engines.cpu(Workers.sameThread());
        Engine many = Engines.cpu(three);
        SpeechRegression a =
            new SpeechRegression.Fit(one, taps, examples, targets, centres).all(one);
        SpeechRegression b =
            new SpeechRegression.Fit(many, taps, examples, targets, centres).all(many)) {
      assertThat(b.coefficients).isEqualTo(a.coefficients);
    }
  }

  /** What is heard far from the moment counts less, and what length that makes is known. */
  @Test
  void tapsFadeAwayFromTheMoment() {
    float[] window = new float[taps.window().size()];
    Arrays.fill(window, 2);
    float[] read = new float[taps.size()];
    taps.read(window, 0, read, 0, 1);
    int middle = read.length / 2 - 1;
    assertThat(read[middle]).isEqualTo(2);
    double squares = 0;
    for (int k = 0; k < read.length; k++) {
      squares += read[k] * read[k];
      assertThat(read[k]).isEqualTo(read[read.length - 1 - k]);
      if (k >= 2 && k <= middle) {
        assertThat(read[k]).isGreaterThanOrEqualTo(read[k - 2]);
      }
    }
    assertThat(read[0]).isLessThan(1);
    assertThat(squares).isCloseTo(4 * taps.squaredLength(), within(1e-4));
  }

  /** A clip whose sound lags is heard later, from a window that reaches as far as it must. */
  @ParameterizedTest
  @ValueSource(floats = {-0.12f, 0.04f, 0.16f})
  void aLagIsHeardAsALaterMoment(float lag) {
    Random random = new Random(8);
    float[] values = new float[2 * 400];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    FeatureSequence sound = new FeatureSequence(2, 100, values);
    SpeechTaps inTime = taps.listening(0);
    SpeechTaps lagging = taps.listening(lag);
    float[] expected = new float[taps.size()];
    float[] heard = new float[taps.size()];
    for (int neighbour = -1; neighbour <= 1; neighbour++) {
      double away = neighbour * SpeechTaps.NEIGHBOUR_SECONDS;
      inTime.read(inTime.window().cut(sound, 2 + lag), away, expected, 0, 1);
      lagging.read(lagging.window().cut(sound, 2), lag + away, heard, 0, 1);
      for (int k = 0; k < heard.length; k++) {
        assertThat(heard[k]).isCloseTo(expected[k], within(1e-4f));
      }
    }
  }
}
