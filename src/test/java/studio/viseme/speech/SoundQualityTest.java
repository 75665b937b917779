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

  /** In pieces of changing size, as a file is read. */
  private static SoundQuality quality(float[] samples) {
    return quality(samples, 997);
  }

  private static SoundQuality quality(float[] samples, int piece) {
    SoundMeter meter = new SoundMeter(samples.length);
    for (int at = 0, size = piece; at < samples.length; at += size, size += piece) {
      meter.append(samples, at, Math.min(samples.length, at + size));
    }
    int frames = samples.length * 25 / RATE;
    return meter.finish(VoiceActivity.detect(samples, 25, frames), 25);
  }

  @Test
  void piecesTellWhatTheWholeTells() throws Exception {
    float[] speech = speech("en-f-37s.wav");
    assertThat(quality(speech, 31)).isEqualTo(quality(speech, speech.length));
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

    assertThat(quality(speech).clippedShare()).isLessThan(0.02);
    assertThat(quality(speech).musicShare()).isLessThan(0.06);
  }

  @Test
  void overdrivenSpeechIsClippedAlsoWhenItWasTurnedDown() throws Exception {
    float[] speech = speech("en-m-60s.wav");
    for (float volume : new float[] {1, 0.4f}) {
      float[] clipped = new float[speech.length];
      for (int i = 0; i < speech.length; i++) {
        clipped[i] = volume * Math.clamp(8 * speech[i], -0.9f, 0.9f);
      }
      assertThat(quality(clipped).clippedShare()).as("at %f", volume).isGreaterThan(0.02);
    }
    assertThat(quality(new float[RATE]).clippedShare()).isZero();
  }

  @Test
  void noiseIsHeardInThePauses() throws Exception {
    float[] speech = speech("en-m-60s.wav");
    double clean = quality(speech).signalToNoise();
    Random random = new Random(1);
    float[] noisy = speech.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (0.02 * random.nextGaussian());
    }
    assertThat(quality(noisy).signalToNoise()).isLessThan(clean - 5);
    assertThat(quality(new float[4 * RATE]).signalToNoise()).isNaN();
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
    assertThat(quality(music).musicShare()).isGreaterThan(0.1);
    assertThat(quality(hum).musicShare()).isLessThan(0.06);
    assertThat(quality(new float[100]).musicShare()).isZero();
  }
}
