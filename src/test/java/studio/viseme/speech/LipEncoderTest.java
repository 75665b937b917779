package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LipEncoderTest {
  private static final int RATE = 100;

  /** Syllables through a thin microphone: the same every 200 ms, so they should sound the same. */
  @Test
  void firstWordsAreHeardAsLaterOnesAre() {
    float[] sound = Speech.syllables(0.3, 10 * SpeechEncoder.SAMPLE_RATE);
    for (int i = sound.length - 1; i > 0; i--) {
      sound[i] -= 0.95f * sound[i - 1];
    }
    FeatureSequence heard = new LipEncoder().encode(sound);
    assertThat(difference(heard, 2 * RATE / 5, 2 * RATE / 5 + 6 * RATE)).isLessThan(0.2);
  }

  /** How far two stretches of 0.6 s differ, relative to the later one. */
  private static double difference(FeatureSequence heard, int earlier, int later) {
    double difference = 0;
    double whole = 0;
    for (int i = 0; i < 6 * RATE / 10 * heard.width(); i++) {
      float first = heard.data()[earlier * heard.width() + i];
      float second = heard.data()[later * heard.width() + i];
      difference += (first - second) * (first - second);
      whole += second * second;
    }
    return Math.sqrt(difference / whole);
  }
}
