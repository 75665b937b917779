package studio.viseme.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.image.FrameSource;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.speech.se4lip.ContrastiveLoss;
import studio.viseme.speech.se4lip.NetSize;
import studio.viseme.speech.se4lip.Se4LipSettings;
import studio.viseme.testing.ChangedCapture;
import studio.viseme.testing.Frames;

/** Encoders that are learnt from a person: their names, their file, and what they may look at. */
class PersonEncodersTest {
  private final PersonEncoders encoders =
      new PersonEncoders(
          new SpeechEncoders(),
          (variant, seed) ->
              new Se4LipSettings(
                  variant, NetSize.SMALL, 2, 4, 1e-3, 1, ContrastiveLoss.Kind.BATCH, seed));

  private static TrainingSettings settings(String encoder) {
    return new TrainingSettings(Preset.DRAFT, OptionalInt.empty(), encoder, 3);
  }

  private EncoderSource.Found find(String encoder, Capture capture, Path folder) {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      return encoders.find(settings(encoder), capture, folder, engine, JobContext.silent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logmel", "logmel+phones", "se4lip", "se4lip-mel-cnn", "se4lip+logmel+phones"})
  void namesThatCanBeAskedFor(String name) {
    assertThat(encoders.knows(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "se4lips", "se4lip+", "se4lip+se4lip", "se4lip+stft", "logmel+stft"})
  void namesThatMeanNothing(String name, @TempDir Path folder) {
    assertThat(encoders.knows(name)).isFalse();
    assertThatThrownBy(() -> find(name, FakeCapture.small(), folder))
        .isInstanceOf(JobException.class);
  }

  @Test
  void anEncoderIsLearntOnceAndKept(@TempDir Path folder) throws Exception {
    Capture capture = FakeCapture.builder().frames(130).build();
    float[] sound = Arrays.copyOf(capture.speech(), 16_000);
    float[] first = find("se4lip-mel+logmel", capture, folder).encoder().encode(sound).data();
    Path file = folder.resolve("se4lip-mel.safetensors");
    byte[] kept = Files.readAllBytes(file);

    EncoderSource.Found again = find("se4lip-mel+logmel", capture, folder);
    assertThat(Arrays.equals(Files.readAllBytes(file), kept)).isTrue();
    assertThat(again.seconds()).isPositive();
    assertThat(again.encoder().name()).isEqualTo("se4lip-mel+logmel");
    SpeechEncoder opened = encoders.open("se4lip-mel+logmel", folder).orElseThrow();
    assertThat(Arrays.equals(again.encoder().encode(sound).data(), first)).isTrue();
    assertThat(Arrays.equals(opened.encode(sound).data(), first)).isTrue();
    assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void heldOutFramesTeachNothing(@TempDir Path folder, @TempDir Path other) throws Exception {
    Capture capture = FakeCapture.builder().frames(200).build();
    find("se4lip", capture, folder);
    find("se4lip", poisoned(capture), other);
    Path model = Path.of("se4lip.safetensors");
    float[] sound = capture.speech();
    assertThat(
            Arrays.equals(
                encoders.open("se4lip", folder).orElseThrow().encode(sound).data(),
                encoders.open("se4lip", other).orElseThrow().encode(sound).data()))
        .isTrue();
    assertThat(folder.resolve(model)).isRegularFile();
  }

  /** The same clip, whose held-out frames can't be had and whose sound ends in noise. */
  private static Capture poisoned(Capture capture) {
    int first = capture.clip().firstHeldOutFrame();
    FrameSource frames = capture.frames();
    FrameSource guarded =
        Frames.like(
            frames,
            index -> {
              assertThat(index).isLessThan(first);
              return frames.frame(index);
            });
    float[] sound = capture.speech();
    Arrays.fill(sound, first * 640, sound.length, 0.7f);
    Capture silenced = ChangedCapture.with(capture, "speech", args -> sound.clone());
    return ChangedCapture.with(silenced, "frames", args -> guarded);
  }

  @Test
  void aClipMayBeTooShort(@TempDir Path folder) {
    assertThatThrownBy(() -> find("se4lip", FakeCapture.small(), folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("too short to learn a speech encoder from");
    assertThatThrownBy(() -> encoders.open("se4lip", folder)).isInstanceOf(JobException.class);
  }
}
