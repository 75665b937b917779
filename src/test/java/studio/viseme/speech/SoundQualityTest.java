package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.SharedData;

class SoundQualityTest {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;

  private static float[] speech(String name) throws Exception {
    var file = SharedData.find("data/speech/" + name);
    Assumptions.assumeTrue(file.isPresent(), "the real speech isn't there");
    return Speech.read(file.get());
  }

  @ParameterizedTest
  @CsvSource({
    "en-f-37s.wav",
    "en-m-60s.wav",
    "de-9s.wav",
    "fr-7s.wav",
    "it-9s.wav",
    "ja-9s.wav",
    "zh-8s.wav"
  })
  void goodSpeechIsNeitherClippedNorMusic(String name) throws Exception {
    float[] speech = speech(name);

    assertThat(SoundQuality.clippedShare(speech)).isLessThan(0.02);
    assertThat(SoundQuality.musicShare(speech)).isLessThan(0.06);
  }

  @Test
  void overdrivenSpeechIsClippedAlsoWhenItWasTurnedDown() throws Exception {
    float[] speech = speech("en-m-60s.wav");
    for (float volume : new float[] {1, 0.4f}) {
      float[] clipped = new float[speech.length];
      for (int i = 0; i < speech.length; i++) {
        clipped[i] = volume * Math.clamp(8 * speech[i], -0.9f, 0.9f);
      }
      assertThat(SoundQuality.clippedShare(clipped)).as("at %f", volume).isGreaterThan(0.02);
    }
    assertThat(SoundQuality.clippedShare(new float[RATE])).isZero();
  }

  @Test
  void noiseIsHeardInThePauses() throws Exception {
    float[] speech = speech("en-m-60s.wav");
    double clean = SoundQuality.signalToNoise(speech);
    Random random = new Random(1);
    float[] noisy = speech.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (0.02 * random.nextGaussian());
    }
    assertThat(SoundQuality.signalToNoise(noisy)).isLessThan(clean - 5);
    assertThat(SoundQuality.signalToNoise(new float[4 * RATE])).isNaN();
  }

  @Test
  void chordsUnderSpeechAreMusicAndAHumIsNot() throws Exception {
    float[] speech = speech("en-m-60s.wav");
    float[] music = speech.clone();
    float[] hum = speech.clone();
    double[][] chords = {{262, 330, 392}, {294, 370, 440}, {247, 311, 370}, {220, 277, 330}};
    for (int i = 0; i < speech.length; i++) {
      double t = (double) i / RATE;
      double[] chord = chords[(int) (t / 0.9) % chords.length];
      for (double hertz : chord) {
        music[i] += (float) (0.02 * Math.sin(2 * Math.PI * hertz * t));
        music[i] += (float) (0.01 * Math.sin(4 * Math.PI * hertz * t));
      }
      hum[i] +=
          (float) (0.02 * Math.sin(2 * Math.PI * 250 * t) + 0.01 * Math.sin(2 * Math.PI * 500 * t));
    }
    assertThat(SoundQuality.musicShare(music)).isGreaterThan(0.1);
    assertThat(SoundQuality.musicShare(hum)).isLessThan(0.06);
    assertThat(SoundQuality.musicShare(new float[100])).isZero();
  }
}
