package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncProtocol.Score;

class SyncExpertTest {
  private static final int FRAMES = 150;

  private final SyncExpert expert = new SyncExpert();

  private static Score score(float[][] heard, float[][] seen) {
    return SyncProtocol.score(seen, heard, SyncProtocol.Beyond.LEFT_OUT);
  }

  private static float[] walk(long seed, int shift) {
    Random random = new Random(seed);
    float[] noise = new float[FRAMES + 80];
    for (int i = 1; i < noise.length; i++) {
      noise[i] = 0.6f * noise[i - 1] + (float) random.nextGaussian();
    }
    return Arrays.copyOfRange(noise, 40 + shift, 40 + shift + FRAMES);
  }

  private float[][] mouth(int shift, float scale) {
    float[][] tracks = {walk(1, shift), walk(2, shift), walk(3, shift)};
    for (float[] track : tracks) {
      for (int i = 0; i < track.length; i++) {
        track[i] = scale * track[i] + 5;
      }
    }
    return expert.see(tracks[0], tracks[1], tracks[2]);
  }

  /** The same movement, on a larger face, and so many frames late. */
  @Test
  void aShiftIsFoundWhateverTheSize() {
    for (int shift = -15; shift <= 15; shift += 3) {
      Score verdict = score(mouth(shift, 1), mouth(0, 7));
      assertThat(verdict.offsetFrames()).isEqualTo(-shift);
      assertThat(verdict.distance()).isLessThan(0.2);
      assertThat(verdict.confidence()).isGreaterThan(0.8);
    }
  }

  @Test
  void strangersDoNotFit() {
    float[][] other = expert.see(walk(11, 0), walk(12, 0), walk(13, 0));
    Score verdict = score(other, mouth(0, 1));
    assertThat(verdict.distance()).isGreaterThan(1);
    assertThat(verdict.confidence()).isLessThan(0.3);
  }

  @Test
  void framesWithoutAFaceHaveNoEmbedding() {
    float[] gap = walk(1, 0);
    Arrays.fill(gap, 50, 60, Float.NaN);
    float[][] holed = expert.see(gap, walk(2, 0), walk(3, 0));
    for (int i = 0; i < FRAMES; i++) {
      if (i >= 46 && i < 64) {
        assertThat(holed[i]).isNull();
      } else {
        assertThat(holed[i]).hasSize(27);
      }
    }
    assertThat(score(mouth(0, 1), holed).offsetFrames()).isZero();
  }

  @Test
  void aVoiceHasAnEmbeddingAFrame() {
    float[] sound = Speech.syllables(0.3, 32_000);
    float[][] heard = expert.hear(sound, Workers.sameThread());
    assertThat(heard.length).isEqualTo(50);
    for (float[] frame : heard) {
      double squares = 0;
      for (float v : frame) {
        squares += v * v;
      }
      assertThat(squares).isBetween(0.999, 1.001);
    }
  }
}
