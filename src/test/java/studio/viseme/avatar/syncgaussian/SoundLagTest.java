package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;

/** Sounds that wander, and a jaw that follows them, in time or not. */
class SoundLagTest {
  private static final int FRAMES = 300;
  private static final int WIDTH = 3;

  private final Engine engine = Engines.cpu(Workers.sameThread());
  private final FaceModel face = MouthCalibrationTest.jawFace();
  private final FeatureSequence sound = wandering(1);
  private final int[] frames = IntStream.range(10, FRAMES - 10).toArray();

  @AfterEach
  void close() {
    engine.close();
  }

  private static FeatureSequence wandering(long seed) {
    Random random = new Random(seed);
    float[] values = new float[4 * FRAMES * WIDTH];
    for (int i = WIDTH; i < values.length; i++) {
      values[i] = 0.9f * values[i - WIDTH] + 0.44f * (float) random.nextGaussian();
    }
    return new FeatureSequence(WIDTH, 100, values);
  }

  /** What the jaw does when it follows a sound that comes so many seconds later. */
  private float[][] jaw(FeatureSequence heard, double lag) {
    return IntStream.of(frames)
        .mapToObj(
            frame -> {
              int t = (int) Math.round(4 * frame + 2 + 100 * lag);
              return new float[] {(heard.data()[t * WIDTH] + heard.data()[(t - 1) * WIDTH]) / 2};
            })
        .toArray(float[][]::new);
  }

  private float find(float[][] codes, Workers workers) {
    SpeechTaps taps =
        SpeechTaps.fit(SpeechTaps.windowFor("test", WIDTH, 100, 0), sound, FRAMES / 25.0);
    return SoundLag.find(engine, new Sounds(taps, sound, sound), face, frames, codes, workers);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.08, 0, 0.04, 0.12})
  void aLagIsFound(double lag) {
    assertThat(find(jaw(sound, lag), Workers.sameThread())).isCloseTo((float) lag, within(1e-6f));
  }

  /** Where nothing is gained the film is taken as it is. */
  @Test
  void aJawThatFollowsNothingIsInTime() {
    assertThat(find(jaw(wandering(2), 0.08), Workers.sameThread())).isZero();
  }

  @Test
  void moreThreadsFindTheSame() {
    float[][] codes = jaw(sound, 0.08);
    try (Workers three = Workers.of(3)) {
      assertThat(find(codes, three)).isEqualTo(find(codes, Workers.sameThread()));
    }
  }

  @Test
  void aFewFramesTellNothing() {
    int[] few = IntStream.range(10, 40).toArray();
    SpeechTaps taps =
        SpeechTaps.fit(SpeechTaps.windowFor("test", WIDTH, 100, 0), sound, FRAMES / 25.0);
    float lag =
        SoundLag.find(
            engine,
            new Sounds(taps, sound, sound),
            face,
            few,
            jaw(sound, 0.08),
            Workers.sameThread());
    assertThat(lag).isZero();
  }
}
