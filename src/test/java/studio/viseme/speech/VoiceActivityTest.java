package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.SharedData;

class VoiceActivityTest {
  private static final int SECOND = SpeechEncoder.SAMPLE_RATE;

  @Test
  void digitalSilenceIsNotSpeech() {
    assertThat(share(VoiceActivity.detect(new float[4 * SECOND], 25, 100), 0, 100)).isZero();
  }

  @Test
  void nothingAtAllIsNotSpeech() {
    assertThat(VoiceActivity.detect(new float[0], 25, 3)).containsExactly(false, false, false);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0005, 0.01, 0.2})
  void steadyNoiseIsNotSpeech(double deviation) {
    boolean[] flags = VoiceActivity.detect(Speech.noise(deviation, 8 * SECOND, 7), 25, 200);
    assertThat(share(flags, 0, 200)).isLessThan(0.03);
  }

  @Test
  void aBeepIsNotSpeech() {
    float[] signal =
        Speech.sum(
            Speech.concat(
                new float[2 * SECOND], Speech.sine(1000, 0.4, SECOND / 2), new float[2 * SECOND]),
            Speech.noise(0.001, 5 * SECOND, 8));
    assertThat(share(VoiceActivity.detect(signal, 25, 112), 0, 112)).isLessThan(0.05);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.0001", "0.3, 0.003", "0.03, 0.001", "0.3, 0.03"})
  void syllablesAreSpeechAndPausesAreNot(double amplitude, double noise) {
    float[] signal =
        Speech.sum(
            Speech.concat(
                new float[2 * SECOND],
                Speech.syllables(amplitude, 3 * SECOND),
                new float[3 * SECOND]),
            Speech.noise(noise, 8 * SECOND, 9));
    boolean[] flags = VoiceActivity.detect(signal, 25, 200);
    assertThat(share(flags, 0, 48)).as("before").isLessThan(0.05);
    assertThat(share(flags, 51, 124)).as("speech").isGreaterThan(0.95);
    assertThat(share(flags, 130, 200)).as("after").isLessThan(0.05);
  }

  /** Continuous speech of seven voices; a second of silence is laid before and after it. */
  @ParameterizedTest
  @ValueSource(strings = {"de-9s", "en-f-37s", "en-m-60s", "fr-7s", "it-9s", "ja-9s", "zh-8s"})
  void realSpeechIsFound(String name) throws Exception {
    Optional<Path> file = SharedData.find("data/speech/" + name + ".wav");
    assumeTrue(file.isPresent(), "no shared speech data");
    float[] speech = Speech.read(file.get());
    float[] signal = Speech.concat(new float[SECOND], speech, new float[SECOND]);
    int frames = signal.length * 25 / SECOND;
    boolean[] flags = VoiceActivity.detect(signal, 25, frames);
    double inside = share(flags, 25, frames - 25);
    assertThat(inside).as("share of speech").isBetween(0.45, 1.0);
    assertThat(share(flags, 0, 24)).as("silence before").isZero();
    assertThat(share(flags, frames - 20, frames)).as("silence after").isZero();
  }

  /**
   * The same sentence under noise 20 dB below it and as loud as itself: what is found in the one is
   * found in the other.
   */
  @Test
  void speechIsFoundUnderNoise() throws Exception {
    Optional<Path> clean = SharedData.find("data/speech/en-noise-snr20-6s.wav");
    Optional<Path> noisy = SharedData.find("data/speech/en-noise-snr0-6s.wav");
    assumeTrue(clean.isPresent() && noisy.isPresent(), "no shared speech data");
    float[] signal = Speech.read(clean.get());
    int frames = signal.length * 25 / SECOND;
    boolean[] inClean = VoiceActivity.detect(signal, 25, frames);
    boolean[] inNoisy = VoiceActivity.detect(Speech.read(noisy.get()), 25, frames);
    int agree = 0;
    for (int i = 0; i < frames; i++) {
      agree += inClean[i] == inNoisy[i] ? 1 : 0;
    }
    assertThat((double) agree / frames).isGreaterThan(0.7);
  }

  private static double share(boolean[] flags, int from, int to) {
    int on = 0;
    for (int i = from; i < to; i++) {
      on += flags[i] ? 1 : 0;
    }
    return (double) on / (to - from);
  }
}
