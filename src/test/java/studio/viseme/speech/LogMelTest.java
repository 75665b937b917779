package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.job.Workers;

class LogMelTest {
  private final LogMel encoder = new LogMel();

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12, 20, 31, 39})
  void aSineLandsInItsBand(int band) {
    FeatureSequence features = encoder.encode(Speech.sine(LogMel.centerHz(band), 0.5, 16_000));
    float[] vector = Arrays.copyOfRange(features.data(), 50 * LogMel.BANDS, 51 * LogMel.BANDS);
    int loudest = 0;
    for (int b = 0; b < vector.length; b++) {
      loudest = vector[b] > vector[loudest] ? b : loudest;
    }
    assertThat(loudest).isEqualTo(band);
  }

  @ParameterizedTest
  @ValueSource(doubles = {200, 440, 1000, 2500, 6000})
  void theBandsOfAFullScaleSineSumToOne(double hertz) {
    FeatureSequence features = encoder.encode(Speech.sine(hertz, 1, 16_000));
    double energy = 0;
    for (int b = 0; b < LogMel.BANDS; b++) {
      energy += Math.exp(features.data()[50 * LogMel.BANDS + b]) - LogMel.FLOOR;
    }
    assertThat(energy).isCloseTo(1, within(0.03));
  }

  @Test
  void tenTimesTheAmplitudeIsTwentyDecibels() {
    float[] quiet = encoder.encode(Speech.noise(0.05, 8_000, 1)).data();
    float[] loud = encoder.encode(Speech.noise(0.5, 8_000, 1)).data();
    for (int i = 0; i < quiet.length; i++) {
      assertThat(loud[i] - quiet[i]).isCloseTo((float) Math.log(100), within(0.1f));
    }
  }

  @Test
  void silenceIsTheFloor() {
    float[] values = encoder.encode(new float[4_000]).data();
    assertThat(values).hasSize(25 * LogMel.BANDS);
    for (float value : values) {
      assertThat(value).isEqualTo((float) Math.log(LogMel.FLOOR));
    }
  }

  @Test
  void aDelayOfOneHopIsADelayOfOneVector() {
    float[] signal = Speech.noise(0.1, 5_000, 2);
    float[] delayed = Speech.concat(new float[LogMel.HOP], signal);
    float[] a = encoder.encode(signal).data();
    float[] b = encoder.encode(delayed).data();
    // The first two vectors of the delayed signal see the silence before it.
    for (int i = 2 * LogMel.BANDS; i < a.length; i++) {
      assertThat(b[i + LogMel.BANDS]).isEqualTo(a[i]);
    }
  }

  @Test
  void vectorIDescribesTheSoundAroundItsMoment() {
    float[] click = new float[16_000];
    click[50 * LogMel.HOP] = 1;
    FeatureSequence features = encoder.encode(click);
    int loudest = 0;
    for (int i = 0; i < features.count(); i++) {
      if (features.data()[i * LogMel.BANDS + 20] > features.data()[loudest * LogMel.BANDS + 20]) {
        loudest = i;
      }
    }
    assertThat(loudest).isEqualTo(50);
    assertThat(features.rate()).isEqualTo(100);
    assertThat(features.count()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chunksEqualTheWhole(long seed) {
    float[] signal = Speech.noise(0.2, 9_973, seed);
    Random random = new Random(seed);
    SpeechStream stream = encoder.stream(Workers.sameThread());
    float[] joined = new float[0];
    for (int at = 0; at < signal.length; ) {
      int length = Math.min(signal.length - at, random.nextInt(700));
      joined =
          Speech.concat(joined, stream.append(Arrays.copyOfRange(signal, at, at + length)).data());
      at += length;
    }
    joined = Speech.concat(joined, stream.finish().data());
    assertThat(joined).isEqualTo(encoder.encode(signal).data());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 159, 160, 161, 399, 400, 401})
  void aVectorForEveryHopThatBegan(int samples) {
    assertThat(encoder.encode(Speech.noise(0.1, samples, 4)).count())
        .isEqualTo((samples + 159) / 160);
  }

  @Test
  void aFinishedStreamTakesNoMore() {
    SpeechStream stream = encoder.stream(Workers.sameThread());
    stream.finish();
    assertThatThrownBy(() -> stream.append(new float[10]))
        .isInstanceOf(IllegalStateException.class);
  }
}
