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
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.speech.se4lip.ContrastiveLoss;
import studio.viseme.speech.se4lip.NetSize;
import studio.viseme.speech.se4lip.Se4LipSettings;
import studio.viseme.speech.syncenhanced.FusionSettings;
import studio.viseme.testing.ChangedCapture;
import studio.viseme.testing.Frames;

/** Encoders that are learnt from a person: their names, their file, and what they may look at. */
class PersonEncodersTest {
  private final PersonEncoders encoders =
      new PersonEncoders(
          new SpeechEncoders(),
          (variant, seed) ->
              new Se4LipSettings(
                  variant, NetSize.SMALL, 2, 4, 1e-3, 1, ContrastiveLoss.Kind.BATCH, seed),
          (fusion, seed) -> new FusionSettings(fusion, 2, 4, 1e-3, 1, seed));

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
      strings = {
        "logmel",
        "logmel+phones",
        "se4lip",
        "se4lip-mel-cnn",
        "se4lip+logmel+phones",
        "sync-enhanced",
        "sync-enhanced-text+logmel"
      })
  void namesThatCanBeAskedFor(String name) {
    assertThat(encoders.knows(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "se4lips",
        "se4lip+",
        "se4lip+se4lip",
        "se4lip+stft",
        "sync-enhanced+stft",
        "logmel+stft"
      })
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

  @ParameterizedTest
  @ValueSource(strings = {"se4lip", "sync-enhanced"})
  void heldOutFramesTeachNothing(String name, @TempDir Path folder, @TempDir Path other) {
    Capture capture = FakeCapture.builder().frames(200).build();
    find(name, capture, folder);
    find(name, poisoned(capture), other);
    float[] sound = capture.speech();
    assertThat(
            Arrays.equals(
                encoders.open(name, folder).orElseThrow().encode(sound).data(),
                encoders.open(name, other).orElseThrow().encode(sound).data()))
        .isTrue();
    assertThat(folder.resolve(name + ".safetensors")).isRegularFile();
  }

  /** The same clip, whose held-out frames can't be had, and which ends in noise and grimaces. */
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
    ExpressionTrack told = capture.expression();
    float[] codes = told.codes().clone();
    Arrays.fill(codes, first * told.dims(), codes.length, 3);
    ExpressionTrack lying = new ExpressionTrack(told.dims(), told.basis(), codes);
    Capture silenced = ChangedCapture.with(capture, "speech", args -> sound.clone());
    Capture grimacing = ChangedCapture.with(silenced, "expression", args -> lying);
    return ChangedCapture.with(grimacing, "frames", args -> guarded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"se4lip", "sync-enhanced"})
  void aClipMayBeTooShort(String name, @TempDir Path folder) {
    assertThatThrownBy(() -> find(name, FakeCapture.small(), folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("too short to learn a speech encoder from");
    assertThatThrownBy(() -> encoders.open(name, folder)).isInstanceOf(JobException.class);
  }
}
