package studio.viseme.speech.se4lip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.testing.CutOff;

/** Nets much smaller than those that are used, on a film that can be learnt in seconds. */
class Se4LipTrainingTest {
  private static final NetSize TINY = new NetSize("tiny", 1, 16, 4, false);
  private static final FakeLips FILM = new FakeLips(300, 3);
  private static final int[] FRAMES = IntStream.range(2, 298).toArray();

  private static Se4LipSettings settings(Variant variant, int steps) {
    return new Se4LipSettings(variant, TINY, steps, 12, 2e-3, 0.1, ContrastiveLoss.Kind.BATCH, 5);
  }

  private static Se4LipTraining training(Engine engine, Se4LipSettings settings) {
    return new Se4LipTraining(engine, settings, FILM.pictures, FILM.sound, FRAMES);
  }

  /** The share of wrong pairs that are less alike than the right one, on a film not learnt from. */
  private static double rightBeforeWrong(Se4LipTraining training) {
    float[][] sounds = training.embedSounds(FRAMES);
    float[][] lips = training.embedLips(FILM.pictures, FRAMES);
    int won = 0;
    int played = 0;
    for (int i = 0; i < FRAMES.length; i += 3) {
      for (int j = 1; j < FRAMES.length; j += 7) {
        if (Math.abs(i - j) >= Se4LipTraining.APART) {
          played++;
          won += dot(sounds[i], lips[i]) > dot(sounds[i], lips[j]) ? 1 : 0;
        }
      }
    }
    return (double) won / played;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"STFT_GRU", "MEL_CNN"})
  void soundsFindTheirLips(Variant variant) {
    try (Workers workers = Workers.of(2);
        Engine engine = Engines.cpu(workers);
        Se4LipTraining training = training(engine, settings(variant, 40))) {
      double before = rightBeforeWrong(training);
      training.run(JobContext.silent(), null);
      assertThat(rightBeforeWrong(training)).isGreaterThan(0.75).isGreaterThan(before + 0.1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"MEL_GRU", "MEL_CNN"})
  void aRunThatWasCutOffEndsWithTheSameBits(Variant variant, @TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    Se4LipSettings settings = settings(variant, 8);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        Se4LipTraining training = training(engine, settings)) {
      assertThatThrownBy(() -> training.run(CutOff.at(5), checkpoint))
          .isInstanceOf(JobCancelledException.class);
    }
    assertThat(Files.isRegularFile(checkpoint)).isTrue();
    try (Workers workers = Workers.of(3);
        Engine engine = Engines.cpu(workers);
        Se4LipTraining resumed = training(engine, settings);
        Se4LipTraining whole = training(engine, settings)) {
      Se4LipModel again = resumed.run(JobContext.silent(), checkpoint);
      Se4LipModel once = whole.run(JobContext.silent(), null);
      assertThat(Arrays.mismatch(again.speech(), once.speech())).isEqualTo(-1);
      assertThat(Arrays.mismatch(again.lip(), once.lip())).isEqualTo(-1);
      assertThat(Arrays.mismatch(again.components(), once.components())).isEqualTo(-1);
    }
  }
}
