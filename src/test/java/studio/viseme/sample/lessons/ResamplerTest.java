package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  /** A tone below the cut stays the tone it is; one above it is gone. */
  @ParameterizedTest
  @CsvSource({
    "22050, 440, 1",
    "22050, 6000, 1",
    "22050, 9500, 0",
    "8000, 3000, 1",
    "48000, 12000, 0"
  })
  void aToneStaysOrGoes(int rate, double hertz, double gain) {
    float[] sound = new float[rate];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    float[] out = Resampler.to16k(sound, rate);
    assertThat(out).hasSize(16_000);
    for (int i = 4_000; i < 12_000; i++) {
      double expected = gain * Math.sin(2 * Math.PI * hertz * i / 16_000);
      assertThat((double) out[i]).isCloseTo(expected, org.assertj.core.data.Offset.offset(0.03));
    }
  }
}
