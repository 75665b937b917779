package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeechLevelTest {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;

  /** Four seconds of speech, then as much silence. */
  private static float[] buzz(double amplitude) {
    return Speech.concat(Speech.syllables(amplitude, 4 * RATE), new float[4 * RATE]);
  }

  @Test
  void tenTimesTheAmplitudeIsTwentyDecibels() {
    double loud = SpeechLevel.decibels(buzz(.3));
    double quiet = SpeechLevel.decibels(buzz(.03));
    assertThat(loud - quiet).isCloseTo(20, within(1.0));
  }

  @Test
  void pausesDoNotCount() {
    float[] speech = buzz(.3);
    float[] withoutPause = Arrays.copyOf(speech, 4 * RATE);
    assertThat(SpeechLevel.decibels(speech))
        .isCloseTo(SpeechLevel.decibels(withoutPause), within(1.0));
  }

  @Test
  void quietSpeechIsBroughtToTheOthersLevel() {
    float[] matched = SpeechLevel.matched(buzz(.02), buzz(.3));
    assertThat(SpeechLevel.decibels(matched))
        .isCloseTo(SpeechLevel.decibels(buzz(.3)), within(1.0));
  }

  @Test
  void piecesAreAsLoudAsTheWhole() {
    float[] sound = buzz(.2);
    SpeechLevel.Meter meter = new SpeechLevel.Meter();
    Random random = new Random(3);
    for (int at = 0; at < sound.length; ) {
      int to = Math.min(sound.length, at + random.nextInt(9_000));
      meter.append(sound, at, to);
      at = to;
    }
    assertThat(meter.finish()).isEqualTo(SpeechLevel.decibels(sound));
  }

  @Test
  void silenceStaysSilence() {
    float[] silence = new float[RATE];
    assertThat(SpeechLevel.decibels(silence)).isNaN();
    assertThat(SpeechLevel.matched(silence, buzz(.3))).isEqualTo(silence);
    assertThat(SpeechLevel.matched(new float[100], buzz(.3))).hasSize(100);
  }
}
