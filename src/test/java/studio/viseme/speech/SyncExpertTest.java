package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncExpert.Embeddings;
import studio.viseme.speech.SyncExpert.Verdict;

class SyncExpertTest {
  private static final int FRAMES = 150;

  private final SyncExpert expert = new SyncExpert();

  private static float[] walk(long seed, int shift) {
    Random random = new Random(seed);
    float[] noise = new float[FRAMES + 80];
    for (int i = 1; i < noise.length; i++) {
      noise[i] = 0.6f * noise[i - 1] + (float) random.nextGaussian();
    }
    return Arrays.copyOfRange(noise, 40 + shift, 40 + shift + FRAMES);
  }

  private Embeddings mouth(int shift, float scale) {
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
      Verdict verdict = SyncExpert.compare(mouth(shift, 1), mouth(0, 7), 0, FRAMES);
      assertThat(verdict.offset()).isEqualTo(-shift);
      assertThat(verdict.distance()).isLessThan(0.2);
      assertThat(verdict.confidence()).isGreaterThan(0.8);
    }
  }

  @Test
  void strangersDoNotFit() {
    Embeddings other = expert.see(walk(11, 0), walk(12, 0), walk(13, 0));
    Verdict verdict = SyncExpert.compare(other, mouth(0, 1), 0, FRAMES);
    assertThat(verdict.distance()).isGreaterThan(1);
    assertThat(verdict.confidence()).isLessThan(0.3);
  }

  @Test
  void framesWithoutAFaceAreLeftOutAndTooFewSayNothing() {
    float[] gap = walk(1, 0);
    Arrays.fill(gap, 50, 60, Float.NaN);
    Embeddings holed = expert.see(gap, walk(2, 0), walk(3, 0));
    Verdict verdict = SyncExpert.compare(mouth(0, 1), holed, 0, FRAMES);
    assertThat(verdict.offset()).isZero();
    assertThat(verdict.frames()).isEqualTo(FRAMES - 18 - 15);
    Arrays.fill(gap, 20, FRAMES, Float.NaN);
    assertThat(SyncExpert.compare(mouth(0, 1), expert.see(gap, walk(2, 0), walk(3, 0)), 0, FRAMES))
        .isNull();
  }

  @Test
  void aVoiceHasAnEmbeddingAFrame() {
    float[] sound = Speech.syllables(0.3, 32_000);
    Embeddings heard = expert.hear(sound, Workers.sameThread());
    assertThat(heard.frames().length).isEqualTo(50);
    for (float[] frame : heard.frames()) {
      double squares = 0;
      for (float v : frame) {
        squares += v * v;
      }
      assertThat(squares).isBetween(0.999, 1.001);
    }
  }
}
