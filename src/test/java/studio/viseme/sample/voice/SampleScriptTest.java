package studio.viseme.sample.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.job.JobException;

class SampleScriptTest {
  private static SampleScript of(String phones) {
    return new SampleScript("test", 180, 1, List.of(new SampleScript.Sentence("Test.", phones)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"presenter", "dub"})
  void soundsFollowEachOtherWithoutGaps(String name) {
    List<TimedPhone> phones = SampleScript.bundled(name).timing();
    assertThat(phones.getFirst().start()).isZero();
    for (int i = 1; i < phones.size(); i++) {
      assertThat(phones.get(i).start()).isEqualTo(phones.get(i - 1).end());
      assertThat(phones.get(i).duration()).isBetween(0.02, 0.61);
    }
  }

  @Test
  void theBundledScriptsLastAsLongAsTheyShould() {
    assertThat(SampleScript.bundled("presenter").timing().getLast().end()).isBetween(58.0, 66.0);
    assertThat(SampleScript.bundled("dub").timing().getLast().end()).isBetween(10.0, 14.0);
  }

  @Test
  void thePresenterSaysEverySoundOfEnglish() {
    List<TimedPhone> phones = SampleScript.bundled("presenter").timing();
    for (Phone phone : Phone.values()) {
      if (phone != Phone.ZH) {
        assertThat(phones).as(phone.name()).anyMatch(p -> p.phone() == phone);
      }
    }
  }

  @Test
  void everyWordIsWrittenAndSpoken() {
    for (String name : new String[] {"presenter", "dub"}) {
      for (SampleScript.Sentence sentence : SampleScript.bundled(name).sentences()) {
        int words = sentence.text().split("\\s+").length;
        int spoken = sentence.phones().split("[|,]").length;
        assertThat(spoken).as(sentence.text()).isEqualTo(words);
      }
    }
  }

  @Test
  void stressLengthensAndSoDoesTheEnd() {
    List<TimedPhone> phones = of("M AA1 | M AA0 | M AA0").timing();
    assertThat(phones.get(2).duration()).isGreaterThan(phones.get(4).duration());
    assertThat(phones.get(6).duration()).isGreaterThan(phones.get(4).duration());
  }

  @Test
  void anUnknownSoundIsNamed() {
    assertThatThrownBy(() -> of("HH QQ1").timing())
        .isInstanceOf(JobException.class)
        .hasMessageContaining("QQ1");
  }
}
