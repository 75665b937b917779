package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MfccTest {
  private static float[] tone(double hertz, double amplitude, int samples) {
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      out[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / 16_000));
    }
    return out;
  }

  @Test
  void wholeFramesOfTheSoundAreTold() {
    assertThat(new Mfcc(13).of(new float[399])).isEmpty();
    assertThat(new Mfcc(13).of(new float[400]).length).isEqualTo(1);
    assertThat(new Mfcc(13).of(tone(500, 1, 16_000)).length).isEqualTo(98);
    assertThat(new Mfcc(26).of(tone(500, 1, 400))[0]).hasSize(26);
  }

  @Test
  void theFirstIsTheLogarithmOfTheEnergy() {
    // Ten times as loud is a hundred times the energy, and nothing else changes.
    float[] quiet = new Mfcc(13).of(tone(700, 100, 800))[1];
    float[] loud = new Mfcc(13).of(tone(700, 1000, 800))[1];
    assertThat(loud[0] - quiet[0]).isCloseTo((float) Math.log(100), within(1e-3f));
    for (int c = 1; c < 13; c++) {
      assertThat(loud[c]).isCloseTo(quiet[c], within(2e-2f));
    }
  }

  @Test
  void silenceIsTheLeastNumberThereIs() {
    float[] silence = new Mfcc(13).of(new float[400])[0];
    assertThat(silence[0]).isCloseTo((float) Math.log(2.220446e-16), within(1e-2f));
    assertThat(silence[1]).isCloseTo(0, within(1e-3f));
  }
}
