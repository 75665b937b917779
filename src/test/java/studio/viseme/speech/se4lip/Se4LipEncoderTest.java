package studio.viseme.speech.se4lip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import studio.viseme.testing.Streaming;

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
    Streaming.checkPieces(new Se4LipEncoder(model(variant)), Se4LipEncoderTest::sound);
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"STFT_GRU", "MEL_GRU"})
  void aVectorIsFinalAfterTheLagAndNotMuchSooner(Variant variant) {
    Streaming.checkLag(new Se4LipEncoder(model(variant)), sound(32_000));
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
