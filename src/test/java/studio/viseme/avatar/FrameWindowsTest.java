package studio.viseme.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;

class FrameWindowsTest {
  private static final SpeechEncoders ENCODERS = new SpeechEncoders();

  private static SpeechWindow around(SpeechEncoder encoder, int reach) {
    return new SpeechWindow(encoder.name(), encoder.width(), encoder.rate(), reach, reach);
  }

  /** At every rate of encoder and film, also where vectors and frames never meet. */
  @ParameterizedTest
  @CsvSource({
    "logmel, 25",
    "logmel, 29.97",
    "stft, 25",
    "stft, 24",
    "mel80, 25",
    "phones, 25",
    "phones, 30",
    "logmel+phones, 50"
  })
  void piecesGiveTheWindowsOfTheWhole(String name, double fps) {
    SpeechEncoder encoder = ENCODERS.find(name).orElseThrow();
    SpeechWindow window = around(encoder, 6);
    Random random = new Random(1);
    float[] sound = new float[50_000];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) (0.1 * random.nextGaussian() * Math.sin(i * 1e-3));
    }
    int frames = (int) Math.ceil(sound.length / 16_000.0 * fps) + 2;
    FrameWindows stream = new FrameWindows(encoder, window, fps, Workers.sameThread());
    List<float[]> windows = new ArrayList<>();
    for (int at = 0; at < sound.length; ) {
      int to = Math.min(sound.length, at + random.nextInt(4_000));
      windows.addAll(stream.append(sound, at, to));
      at = to;
    }
    assertThat(windows).as("before the end").isNotEmpty();
    windows.addAll(stream.finish(frames));

    FeatureSequence whole = encoder.encode(sound);
    assertThat(windows).hasSize(frames);
    for (int frame = 0; frame < frames; frame++) {
      assertThat(windows.get(frame)).as("frame %d", frame).isEqualTo(window.cut(whole, frame, fps));
    }
  }

  /**
   * A click at a frame's time lies in the middle of that frame's window, to within a quarter of a
   * vector, for encoders of every rate: no encoder runs ahead of another.
   */
  @ParameterizedTest
  @CsvSource({"logmel, 25", "mel80, 25", "stft, 25", "logmel, 29.97", "mel80, 24", "stft, 30"})
  void aClickIsInTheMiddleOfItsFramesWindow(String name, double fps) {
    SpeechEncoder encoder = ENCODERS.find(name).orElseThrow();
    SpeechWindow window = around(encoder, 10);
    int width = encoder.width();
    int frame = 17;
    float[] sound = new float[32_000];
    sound[(int) Math.round(frame / fps * 16_000)] = 0.5f;
    float[] silent = window.cut(encoder.encode(new float[32_000]), frame, fps);
    float[] heard = window.cut(encoder.encode(sound), frame, fps);
    double weighted = 0;
    double total = 0;
    for (int i = 0; i < window.vectors(); i++) {
      double energy = 0;
      for (int k = 0; k < width; k++) {
        energy += Math.abs(heard[i * width + k] - silent[i * width + k]);
      }
      weighted += energy * (i - window.before());
      total += energy;
    }
    assertThat(total).isPositive();
    assertThat(weighted / total).isCloseTo(0, within(0.25));
  }

  /** What isn't silence to the phone posteriors lies around the moment of a short buzz too. */
  @ParameterizedTest
  @CsvSource({"40", "55"})
  void phonesAreHeardWhenTheyAreSpoken(int frame) {
    SpeechEncoder encoder = ENCODERS.find("phones").orElseThrow();
    SpeechWindow window = around(encoder, 30);
    float[] sound = new float[64_000];
    int middle = frame * 640;
    for (int i = -1_600; i < 1_600; i++) {
      double t = i / 16_000.0;
      double envelope = Math.cos(Math.PI * i / 3_200);
      double voice = 0;
      for (int h = 1; h < 30; h++) {
        double formants =
            1 / (1 + Math.pow((h * 130 - 660) / 90.0, 2))
                + 1 / (1 + Math.pow((h * 130 - 1_700) / 90.0, 2));
        voice += formants * Math.cos(2 * Math.PI * 130 * h * t);
      }
      sound[middle + i] = (float) (0.2 * envelope * voice);
    }
    float[] heard = window.cut(encoder.encode(sound), frame, 25);
    int silence = 32;
    double weighted = 0;
    double total = 0;
    for (int i = 0; i < window.vectors(); i++) {
      double speech = 1 - heard[i * 42 + silence];
      weighted += speech * (i - window.before());
      total += speech;
    }
    assertThat(total).isBetween(10.0, 35.0);
    assertThat(weighted / total).isCloseTo(0, within(3.0));
  }
}
