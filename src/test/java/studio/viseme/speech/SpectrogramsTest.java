package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Stft} and {@link Mel80} against what is known of sines and clicks. */
class SpectrogramsTest {
  @ParameterizedTest
  @CsvSource({"1000, 32", "125, 4", "7000, 224"})
  void aSineLandsInItsBinOfTheStft(double hertz, int bin) {
    float[] values = new Stft().encode(Speech.sine(hertz, 0.5, 16_000)).data();
    int at = 60 * Stft.BINS;
    assertThat(loudest(values, at, Stft.BINS)).isEqualTo(bin);
  }

  @ParameterizedTest
  @ValueSource(doubles = {200, 1000, 5000})
  void theBinsOfAFullScaleSineSumToOne(double hertz) {
    float[] values = new Stft().encode(Speech.sine(hertz, 1, 16_000)).data();
    double power = 0;
    for (int k = 0; k < Stft.BINS; k++) {
      power += Math.exp(values[60 * Stft.BINS + k]) - Stft.FLOOR;
    }
    assertThat(power).isCloseTo(1, within(0.02));
  }

  /** On Slaney's scale 3 mel are 200 Hz: band b below 1 kHz is centred near 55 + 36 (b + 1) Hz. */
  @ParameterizedTest
  @CsvSource({"0", "9", "20"})
  void aSineLandsInItsMelBand(int band) {
    double top = 15 + 27 * Math.log(7.6) / Math.log(6.4);
    double low = 55 * 3 / 200.0;
    double hertz = (low + (top - low) * (band + 1) / 81) * 200 / 3;
    float[] values = new Mel80().encode(Speech.sine(hertz, 0.5, 16_000)).data();
    assertThat(loudest(values, 40 * Mel80.BANDS, Mel80.BANDS)).isEqualTo(band);
  }

  /** 100 dB are spread over 8. */
  @Test
  void twentyDecibelsAreASixthOfTheMelRange() {
    float[] quiet = new Mel80().encode(Speech.noise(0.02, 16_000, 3)).data();
    float[] loud = new Mel80().encode(Speech.noise(0.2, 16_000, 3)).data();
    for (int i = 20 * Mel80.BANDS; i < 60 * Mel80.BANDS; i++) {
      assertThat(loud[i] - quiet[i]).isCloseTo(1.6f, within(1e-3f));
    }
    for (float value : new Mel80().encode(new float[8_000]).data()) {
      assertThat(value).isEqualTo(-4);
    }
  }

  @Test
  void vectorsDescribeTheSoundAroundTheirMoment() {
    float[] click = new float[16_000];
    click[8_000] = 1;
    assertThat(loudestVector(new Mel80().encode(click), 40)).isEqualTo(40);
    // 8,000 samples are 62.5 hops: the two vectors beside it hear it alike.
    assertThat(loudestVector(new Stft().encode(click), 100)).isBetween(62, 63);
  }

  private static int loudestVector(FeatureSequence features, int value) {
    int best = 0;
    for (int i = 0; i < features.count(); i++) {
      float here = features.data()[i * features.width() + value];
      best = here > features.data()[best * features.width() + value] ? i : best;
    }
    return best;
  }

  private static int loudest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 0; i < count; i++) {
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }
}
