package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.speech.onnx.OnnxFile;
import studio.viseme.store.SafeTensors;

/** Nets as small as they can be, of the shapes that people's files have. */
class ImportedEncoderTest {
  private static final int WIDTH = 3;

  @TempDir private Path folder;

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) (random.nextGaussian() * .1);
    }
    return out;
  }

  /** As wav2vec 2.0: a window of 400 samples every 320. */
  private static OnnxFile waveform(int stride) {
    return new OnnxFile()
        .input("input_values", -1, -1)
        .wholes("axis", 1)
        .weights("w", noise(WIDTH * 400, 1), WIDTH, 1, 400)
        .node("Unsqueeze", "input_values,axis", "one")
        .node("Conv", "one,w", "heard", "strides=" + stride, "kernel_shape=400")
        .node("Transpose", "heard", "last_hidden_state", "perm=0,2,1")
        .output("last_hidden_state", -1, -1, WIDTH);
  }

  /** As Whisper's encoder: three frames of the log-mel every second one. */
  private static OnnxFile logMel() {
    return new OnnxFile()
        .input("mel", 1, 80, 3000)
        .weights("w", noise(WIDTH * 80 * 3, 2), WIDTH, 80, 3)
        .node("Conv", "mel,w", "heard", "strides=2", "kernel_shape=3", "pads=1,1")
        .node("Transpose", "heard", "states", "perm=0,2,1")
        .output("states", 1, 1500, WIDTH);
  }

  /** As DeepSpeech: a vector for each row of 494 cepstra, with the batch in the middle. */
  private static OnnxFile cepstra() {
    return new OnnxFile()
        .input("input_node", 1, -1, 494)
        .weights("w", noise(494 * WIDTH, 3), 494, WIDTH)
        .node("MatMul", "input_node,w", "heard")
        .node("Transpose", "heard", "logits", "perm=1,0,2")
        .output("logits", -1, 1, WIDTH);
  }

  private Path write(String name, OnnxFile net) throws IOException {
    return Files.write(folder.resolve(name + ".onnx"), net.bytes());
  }

  @Test
  void vectorsAreCentredOnTheirMoment() throws IOException {
    // A click at 2.0 s: the vector of that moment sees it in the middle of its window.
    float[] middle = new float[400];
    middle[200] = 1;
    OnnxFile net =
        new OnnxFile()
            .input("x", 1, -1)
            .wholes("axis", 1)
            .weights("w", middle, 1, 1, 400)
            .node("Unsqueeze", "x,axis", "one")
            .node("Conv", "one,w", "heard", "strides=320", "kernel_shape=400")
            .node("Transpose", "heard", "y", "perm=0,2,1")
            .output("y", 1, -1, 1);
    ImportedEncoder encoder = ImportedEncoder.open("click", write("click", net));
    float[] samples = new float[5 * 16_000];
    samples[2 * 16_000] = 1;
    FeatureSequence heard = encoder.encode(samples);
    assertThat(encoder.rate()).isEqualTo(50);
    assertThat(heard.count()).isEqualTo(250);
    int largest = 0;
    for (int i = 0; i < heard.count(); i++) {
      largest = heard.data()[i] > heard.data()[largest] ? i : largest;
    }
    assertThat(largest).isEqualTo(100);
    // The stretch has zero mean and unit variance: a click among n zeros becomes √n, about.
    assertThat((double) heard.data()[100])
        .isCloseTo(Math.sqrt(NetEar.WAVEFORM.samples()), within(1.));
  }

  @ParameterizedTest
  @ValueSource(strings = {"waveform", "cepstra", "logMel"})
  void piecesGiveTheVectorsOfTheWhole(String kind) throws IOException {
    OnnxFile net =
        switch (kind) {
          case "waveform" -> waveform(320);
          case "cepstra" -> cepstra();
          default -> logMel();
        };
    ImportedEncoder encoder = ImportedEncoder.open(kind, write(kind, net));
    assertThat(encoder.width()).isEqualTo(WIDTH);
    float[] samples = noise(kind.equals("logMel") ? 25 * 16_000 : 7 * 16_000 + 123, 9);
    FeatureSequence whole = encoder.encode(samples);
    assertThat(whole.count()).isEqualTo(Math.ceilDiv(samples.length, 320));
    assertThat(whole.data()).doesNotContain(Float.NaN);
    FloatList pieces = new FloatList();
    Random random = new Random(4);
    try (Workers workers = Workers.of(3)) {
      SpeechStream stream = encoder.stream(workers);
      for (int at = 0; at < samples.length; ) {
        int end = Math.min(samples.length, at + 1 + random.nextInt(30_000));
        pieces.add(stream.append(samples, at, end).data());
        at = end;
      }
      pieces.add(stream.finish().data());
    }
    assertThat(pieces.toArray()).isEqualTo(whole.data());
  }

  @Test
  void whatLiesFarAwayDoesNotMatter() throws IOException {
    ImportedEncoder encoder = ImportedEncoder.open("near", write("near", waveform(320)));
    float[] samples = noise(10 * 16_000, 5);
    float[] other = samples.clone();
    System.arraycopy(noise(16_000, 6), 0, other, 9 * 16_000, 16_000);
    float[] a = encoder.encode(samples).data();
    float[] b = encoder.encode(other).data();
    int same = (int) ((9 - encoder.lag()) * 50) * WIDTH;
    assertThat(Arrays.copyOf(b, same)).isEqualTo(Arrays.copyOf(a, same));
    assertThat(b).isNotEqualTo(a);
  }

  @Test
  void aNetOfAnotherRateIsRefused() throws IOException {
    Path file = write("fast", waveform(160));
    assertThatThrownBy(() -> ImportedEncoder.open("fast", file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("399 vectors for 4.01 s of sound instead of 200")
        .hasMessageContaining("fast.onnx");
  }

  @Test
  void aNetOfAnotherShapeIsRefused() throws IOException {
    OnnxFile pictures =
        new OnnxFile()
            .input("picture", 1, 3, 224, 224)
            .node("Identity", "picture", "y")
            .output("y", 1, 3, 224, 224);
    Path file = write("pictures", pictures);
    assertThatThrownBy(() -> ImportedEncoder.open("pictures", file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("takes 1 × 3 × 224 × 224, which no known speech encoder does")
        .hasMessageContaining("waveform");
  }

  @Test
  void aNetThatWantsMoreThanSoundIsRefused() throws IOException {
    Path two =
        write(
            "two",
            new OnnxFile()
                .input("a", 1, -1)
                .input("b", 1, -1)
                .node("Add", "a,b", "y")
                .output("y", 1, -1));
    assertThatThrownBy(() -> ImportedEncoder.open("two", two))
        .hasMessageContaining("2 inputs instead of one");
    Path whole =
        write(
            "whole",
            new OnnxFile()
                .wholeInput("tokens", 1, -1)
                .node("Identity", "tokens", "y")
                .output("y", 1, -1));
    assertThatThrownBy(() -> ImportedEncoder.open("whole", whole)).isInstanceOf(JobException.class);
  }

  @Test
  void aFlatOutputIsRefused() throws IOException {
    Path file =
        write(
            "flat", new OnnxFile().input("x", 1, -1).node("Identity", "x", "y").output("y", 1, -1));
    assertThatThrownBy(() -> ImportedEncoder.open("flat", file))
        .hasMessageContaining("instead of 1 × vectors × width");
  }

  @Test
  void whatIsNoNetIsRefusedInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("text.onnx"), "This isn't a net.");
    assertThatThrownBy(() -> ImportedEncoder.open("text", file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("isn't an ONNX net");
    assertThatThrownBy(() -> ImportedEncoder.open("gone", folder.resolve("gone.onnx")))
        .hasMessageContaining("no such file");
  }

  @Test
  void anAddedEncoderIsFoundByItsNameAndRemembersWhatItHeard() throws IOException {
    Path file = write("source", waveform(320));
    Path home = folder.resolve("home");
    new EncoderFolder(home).add(file, "hubert");
    SpeechEncoders encoders = new SpeechEncoders(new EncoderFolder(home));
    assertThat(encoders.names()).contains("logmel", "hubert");
    SpeechEncoder encoder = encoders.find("hubert").orElseThrow();
    assertThat(encoder.fingerprint()).hasSize(64);
    assertThat(encoders.find("logmel").orElseThrow().fingerprint()).isEmpty();
    assertThat(encoders.find("hubert+logmel")).as("rates differ").isEmpty();

    float[] samples = noise(3 * 16_000, 8);
    float[] heard = encoder.encode(samples).data();
    assertThat(kept(home)).isEqualTo(1);
    assertThat(encoder.encode(samples).data()).isEqualTo(heard);
    assertThat(kept(home)).isEqualTo(1);
    encoder.encode(noise(3 * 16_000, 9));
    assertThat(kept(home)).isEqualTo(2);
  }

  @Test
  void whatWasKeptIsTakenAndADamagedFileIsMadeAgain() throws IOException {
    Path home = folder.resolve("home");
    new EncoderFolder(home).add(write("source", waveform(320)), "w");
    float[] samples = noise(2 * 16_000, 8);
    float[] heard = new EncoderFolder(home).find("w").orElseThrow().encode(samples).data();
    Path kept;
    try (Stream<Path> files = Files.list(home.resolve("cache"))) {
      kept = files.findFirst().orElseThrow();
    }
    float[] other = new float[heard.length];
    SafeTensors.writer().floats("vectors", other, other.length / WIDTH, WIDTH).write(kept);
    assertThat(new EncoderFolder(home).find("w").orElseThrow().encode(samples).data())
        .isEqualTo(other);
    Files.writeString(kept, "damaged");
    assertThat(new EncoderFolder(home).find("w").orElseThrow().encode(samples).data())
        .isEqualTo(heard);
  }

  private static long kept(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("cache"))) {
      return files.count();
    }
  }

  @Test
  void aNameThatIsNoFileNameIsRefused() throws IOException {
    Path file = write("source", waveform(320));
    assertThatThrownBy(() -> new EncoderFolder(folder).add(file, "../up"))
        .isInstanceOf(JobException.class);
    assertThat(new EncoderFolder(folder.resolve("nowhere")).names()).isEmpty();
  }
}
