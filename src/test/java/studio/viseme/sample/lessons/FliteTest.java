package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;

class FliteTest {
  @Test
  void printedEndsBecomePhonesWithoutGaps() {
    List<TimedPhone> phones = Flite.phones("pau:0.184 m:0.236 \nax:0.400 axr:0.45\n", 0.5);
    assertThat(phones)
        .extracting(TimedPhone::phone)
        .containsExactly(Phone.SIL, Phone.M, Phone.IH, Phone.ER, Phone.SIL);
    for (int i = 1; i < phones.size(); i++) {
      assertThat(phones.get(i).start()).isEqualTo(phones.get(i - 1).end());
    }
    assertThat(phones.getLast().end()).isEqualTo(0.5);
  }
}
