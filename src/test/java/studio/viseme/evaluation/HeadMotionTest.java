package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.math.HeadAngles;
import studio.viseme.speech.SpeechEncoder;

/** Motion and speech whose beats are known beforehand. */
class HeadMotionTest {
  /** Nods like a pendulum: the speed is least where the head turns round, every 12.5 frames. */
  private static HeadMotion pendulum() {
    HeadMotion motion = new HeadMotion();
    for (int frame = 100; frame < 200; frame++) {
      double phase = 2 * Math.PI * (frame - 100) / 25;
      motion.add(frame, new HeadAngles(0, 8 * Math.sin(phase), 0));
    }
    return motion;
  }

  @Test
  void theSpreadOfASineIsItsAmplitudeOverTheRootOfTwo() {
    assertThat(pendulum().diversity()).isCloseTo(8 / Math.sqrt(2) / 3, within(1e-9));
  }

  @Test
  void aHeadThatStandsStillHasNoSpreadAndNoBeat() {
    HeadMotion motion = new HeadMotion();
    for (int frame = 0; frame < 50; frame++) {
      motion.add(frame, new HeadAngles(3, -2, 1));
    }
    assertThat(motion.diversity()).isCloseTo(0, within(1e-9));
    assertThat(motion.beats()).isEmpty();
    assertThat(HeadMotion.alignment(new double[] {1}, motion.beats())).isNaN();
  }

  @Test
  void aPendulumBeatsWhereItTurnsRound() {
    double[] beats = pendulum().beats();
    assertThat(beats).hasSize(8);
    for (int i = 0; i < beats.length; i++) {
      assertThat(beats[i]).isCloseTo(106.25 + 12.5 * i, within(1.));
    }
  }

  @Test
  void aGapInTheFilmIsNoMotion() {
    HeadMotion motion = new HeadMotion();
    motion.add(0, new HeadAngles(0, 0, 0));
    motion.add(1, new HeadAngles(1, 0, 0));
    motion.add(5, new HeadAngles(30, 0, 0));
    motion.add(6, null);
    motion.add(7, new HeadAngles(0, 0, 0));
    assertThat(motion.beats()).isEmpty();
  }

  @Test
  void theScoreFallsOffLikeAGaussianOfThreeFrames() {
    double[] sound = {10, 50};
    assertThat(HeadMotion.alignment(sound, sound)).isEqualTo(1);
    assertThat(HeadMotion.alignment(sound, new double[] {13, 50}))
        .isCloseTo((Math.exp(-.5) + 1) / 2, within(1e-12));
    assertThat(HeadMotion.alignment(new double[0], sound)).isNaN();
  }

  @Test
  void everyBurstOfSoundIsABeat() {
    float[] samples = new float[4 * SpeechEncoder.SAMPLE_RATE];
    double[] bursts = {.5, 1.1, 1.5, 2.3, 3.2};
    for (double at : bursts) {
      int start = (int) (at * SpeechEncoder.SAMPLE_RATE);
      for (int i = 0; i < SpeechEncoder.SAMPLE_RATE / 5; i++) {
        double envelope = Math.exp(-i / (.05 * SpeechEncoder.SAMPLE_RATE));
        samples[start + i] =
            (float) (.4 * envelope * Math.sin(i * .3) + .2 * envelope * Math.sin(i * 1.1));
      }
    }
    double[] beats = SpeechBeats.of(samples);
    assertThat(beats).hasSize(bursts.length);
    for (int i = 0; i < beats.length; i++) {
      assertThat(beats[i]).isCloseTo(bursts[i] * 25, within(1.));
    }
  }

  @Test
  void silenceHasNoBeat() {
    assertThat(SpeechBeats.of(new float[SpeechEncoder.SAMPLE_RATE])).isEmpty();
  }
}
