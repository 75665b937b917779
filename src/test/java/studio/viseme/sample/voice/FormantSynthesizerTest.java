package studio.viseme.sample.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.LogMel;
import studio.viseme.speech.VoiceActivity;

class FormantSynthesizerTest {
  private static SampleScript script;
  private static List<TimedPhone> phones;
  private static float[] speech;

  @BeforeAll
  static void speak() {
    script = SampleScript.bundled("dub");
    phones = script.timing();
    speech = FormantSynthesizer.speak(script, 7);
  }

  @Test
  void theSameSeedIsTheSameSound() {
    assertThat(FormantSynthesizer.speak(script, 7)).isEqualTo(speech);
    assertThat(FormantSynthesizer.speak(script, 8)).isNotEqualTo(speech);
  }

  @Test
  void vowelsSoundAndPausesAreSilent() {
    for (TimedPhone p : phones) {
      double third = p.duration() / 3;
      double level = level(p.start() + third, p.end() - third);
      if (p.phone().kind() == Phone.Kind.VOWEL) {
        assertThat(level).as(p.toString()).isGreaterThan(-32);
      } else if (p.phone() == Phone.SIL && p.duration() > 0.2) {
        assertThat(level).as(p.toString()).isLessThan(-60);
      }
    }
  }

  @Test
  void hissesAreHighAndVowelsAreLow() {
    FeatureSequence features = new LogMel().encode(speech);
    for (TimedPhone p : phones) {
      int i = (int) Math.round(p.middle() * features.rate()) * LogMel.BANDS;
      double low = 0;
      double high = 0;
      for (int b = 0; b < LogMel.BANDS; b++) {
        double energy = Math.exp(features.data()[i + b]);
        low += LogMel.centerHz(b) < 3000 ? energy : 0;
        high += LogMel.centerHz(b) > 4000 ? energy : 0;
      }
      if (p.phone() == Phone.S) {
        assertThat(high).as(p.toString()).isGreaterThan(3 * low);
      } else if (p.phone().kind() == Phone.Kind.VOWEL) {
        assertThat(low).as(p.toString()).isGreaterThan(5 * high);
      }
    }
  }

  @Test
  void nothingClips() {
    for (float sample : speech) {
      assertThat(Math.abs(sample)).isLessThan(0.95f);
    }
  }

  @Test
  void itIsFoundToBeSpeechWhereItSpeaks() {
    int frames = speech.length * 25 / FormantSynthesizer.RATE;
    boolean[] active = VoiceActivity.detect(speech, 25, frames);
    int right = 0;
    for (int i = 0; i < frames; i++) {
      double t = (i + 0.5) / 25;
      boolean speaks =
          phones.stream().anyMatch(p -> p.phone() != Phone.SIL && p.start() <= t && t < p.end());
      right += speaks == active[i] ? 1 : 0;
    }
    assertThat((double) right / frames).isGreaterThan(0.85);
  }

  /** Root mean square between two moments, decibels of full scale. */
  private static double level(double from, double to) {
    double sum = 0;
    int first = (int) (from * FormantSynthesizer.RATE);
    int last = (int) (to * FormantSynthesizer.RATE);
    for (int i = first; i < last; i++) {
      sum += speech[i] * speech[i];
    }
    return 10 * Math.log10(sum / (last - first) + 1e-12);
  }
}
