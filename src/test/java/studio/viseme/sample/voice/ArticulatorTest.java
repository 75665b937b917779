package studio.viseme.sample.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArticulatorTest {
  private final List<TimedPhone> phones = SampleScript.bundled("presenter").timing();
  private final Articulator articulator = new Articulator(phones);

  @Test
  void lipsMeetForEveryBilabial() {
    for (TimedPhone p : phones) {
      if (p.phone().isBilabial()) {
        double least = 1;
        for (double t = p.start() - 0.03; t < p.end(); t += 0.005) {
          least = Math.min(least, articulator.at(t).gap());
        }
        assertThat(least).as(p.toString()).isLessThan(0.01);
      }
    }
  }

  @Test
  void openVowelsOpenAndStressedOnesReachTheirShape() {
    for (TimedPhone p : phones) {
      if (p.phone() == Phone.AA && p.stress() == 1) {
        assertThat(articulator.at(p.middle()).gap()).as(p.toString()).isGreaterThan(0.6);
      }
    }
  }

  @Test
  void theMouthMovesSmoothly() {
    double most = 0;
    for (double t = 0.5; t < 60; t += 0.01) {
      most = Math.max(most, Math.abs(articulator.at(t).gap() - articulator.at(t - 0.01).gap()));
    }
    // 30 cm/s is what quick lips do
    assertThat(most).isLessThan(0.36);
  }

  @Test
  void silenceIsAClosedMouth() {
    assertThat(articulator.at(0.1).gap()).isLessThan(0.02);
    assertThat(articulator.at(phones.getLast().end() - 0.1).gap()).isLessThan(0.02);
  }
}
