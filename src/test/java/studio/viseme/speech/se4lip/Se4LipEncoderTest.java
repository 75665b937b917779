package studio.viseme.speech.se4lip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechStream;

/** Encoders as they come out of training, barely trained. */
class Se4LipEncoderTest {
  private static Se4LipModel model(Variant variant) {
    FakeLips film = new FakeLips(60, 4);
    int[] frames = IntStream.range(2, 58).toArray();
    Se4LipSettings settings =
        new Se4LipSettings(variant, NetSize.SMALL, 1, 2, 1e-3, 1, ContrastiveLoss.Kind.BATCH, 9);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        Se4LipTraining training =
            new Se4LipTraining(engine, settings, film.pictures, film.sound, frames)) {
      return training.run(JobContext.silent(), null);
    }
  }

  private static float[] sound(int samples) {
    return Arrays.copyOf(new FakeLips(samples / 640 + 1, 7).sound, samples);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void piecesGiveTheVectorsOfTheWhole(Variant variant) {
    Se4LipEncoder encoder = new Se4LipEncoder(model(variant));
    Random random = new Random(2);
    for (int samples : new int[] {0, 1, 700, 7_777, 40_000}) {
      float[] sound = sound(samples);
      FeatureSequence whole = encoder.encode(sound);
      assertThat(whole.count()).isEqualTo((samples + 159) / 160);
      assertThat(whole.width()).isEqualTo(encoder.width());
      try (Workers workers = Workers.of(3)) {
        SpeechStream stream = encoder.stream(workers);
        float[] joined = new float[whole.data().length];
        int at = 0;
        for (int from = 0; from < samples; ) {
          int to = Math.min(samples, from + random.nextInt(3_000));
          float[] more = stream.append(sound, from, to).data();
          System.arraycopy(more, 0, joined, at, more.length);
          at += more.length;
          from = to;
        }
        float[] rest = stream.finish().data();
        System.arraycopy(rest, 0, joined, at, rest.length);
        assertThat(at + rest.length).isEqualTo(joined.length);
        assertThat(Arrays.mismatch(joined, whole.data())).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"STFT_GRU", "MEL_GRU"})
  void aVectorIsFinalAfterTheLagAndNotMuchSooner(Variant variant) {
    Se4LipEncoder encoder = new Se4LipEncoder(model(variant));
    float[] sound = sound(32_000);
    SpeechStream stream = encoder.stream(Workers.sameThread());
    int vectors = 0;
    double longest = 0;
    for (int at = 0; at < sound.length; at += 80) {
      vectors += stream.append(sound, at, at + 80).count();
      double heard = (at + 80) / 16_000.0;
      longest = Math.max(longest, heard - vectors / encoder.rate());
    }
    assertThat(longest).isLessThanOrEqualTo(encoder.lag() + 0.005 + 1e-9);
    assertThat(longest).isGreaterThan(encoder.lag() - 0.02);
  }

  /** What is heard at a moment depends on the 120 ms on both sides and what lies between. */
  @Test
  void aClickIsHeardAroundItsMoment() {
    Se4LipEncoder encoder = new Se4LipEncoder(model(Variant.STFT_GRU));
    float[] quiet = new float[48_000];
    float[] click = quiet.clone();
    Arrays.fill(click, 24_000, 24_016, 0.5f);
    float[] a = encoder.encode(quiet).data();
    float[] b = encoder.encode(click).data();
    int width = encoder.width();
    int first = -1;
    int last = -1;
    for (int i = 0; i < a.length / width; i++) {
      float[] before = Arrays.copyOfRange(a, i * width, (i + 1) * width);
      float[] after = Arrays.copyOfRange(b, i * width, (i + 1) * width);
      if (!Arrays.equals(before, after)) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    assertThat(150 - first).isCloseTo(last - 150, within(4)).isBetween(10, 16);
  }

  @Test
  void aFileGivesTheSameEncoder(@TempDir Path folder) throws Exception {
    Se4LipModel model = model(Variant.MEL_CNN);
    Path file = folder.resolve("encoder.safetensors");
    model.write(file);
    float[] sound = sound(10_000);
    Se4LipModel read = Se4LipModel.read(file);
    float[] again = new Se4LipEncoder(read).encode(sound).data();
    float[] before = new Se4LipEncoder(model).encode(sound).data();
    assertThat(Arrays.mismatch(again, before)).isEqualTo(-1);
    assertThat(read.cost()).isEqualTo(model.cost());

    byte[] bytes = Files.readAllBytes(file);
    Files.write(
        file,
        new String(bytes, 0, 400, "ISO-8859-1")
            .replace("se4lip-mel-cnn", "se4lip-mel-xxx")
            .getBytes("ISO-8859-1"));
    assertThatThrownBy(() -> Se4LipModel.read(file)).isInstanceOf(JobException.class);
  }
}
