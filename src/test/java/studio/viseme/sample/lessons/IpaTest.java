package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;

class IpaTest {
  @ParameterizedTest
  @CsvSource({
    "p,P", "pʰ,P", "mʲ,M", "b,B", "tʃ,CH", "ts,T S", "pf,P F", "aɪ,AY", "iː,IY", "y,UW", "ɑ̃,AA",
    "ä,AA", "ũ,UW", "ç,HH", "ɲ,N", "β,W", "5n,N", "_:,SIL"
  })
  void aSymbolIsWhatItsMouthDoes(String symbol, String phones) {
    assertThat(Ipa.sounds(symbol)).extracting(Phone::name).containsExactly(phones.split(" "));
  }

  @Test
  void aMarkLengthensTheSoundBeforeIt() {
    List<TimedPhone> phones = new ArrayList<>();
    Ipa.add(phones, "m", 0, 0.1);
    Ipa.add(phones, "ː", 0.1, 0.15);
    assertThat(phones).containsExactly(new TimedPhone(Phone.M, 0, 0, 0.15, 0));
  }

  @Test
  void soundsOfOneSymbolShareItsTime() {
    List<TimedPhone> phones = new ArrayList<>();
    assertThat(Ipa.add(phones, "ts", 1, 1.2)).isEqualTo(1.2);
    assertThat(phones)
        .containsExactly(
            new TimedPhone(Phone.T, 0, 1, 1.1, 0), new TimedPhone(Phone.S, 0, 1.1, 1.2, 0));
  }
}
