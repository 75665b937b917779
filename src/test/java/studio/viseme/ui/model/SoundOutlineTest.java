package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.media.AudioSource;

class SoundOutlineTest {
  @Test
  void tellsTheLoudestOfEachHundredth() {
    float[] sound = new float[16_000];
    sound[500] = -0.75f;
    sound[8000] = 0.5f;
    float[] outline = SoundOutline.of(inPieces(sound));
    assertThat(outline).hasSize(100);
    assertThat(outline[3]).isEqualTo(0.75f);
    assertThat(outline[50]).isEqualTo(0.5f);
    assertThat(outline[51]).isZero();
  }

  @Test
  void whatIsLeftAtTheEndCounts() {
    float[] sound = new float[165];
    sound[163] = 1;
    assertThat(SoundOutline.of(inPieces(sound))).containsExactly(0, 1);
    assertThat(SoundOutline.of(inPieces(new float[0]))).isEmpty();
  }

  /** Never more than seven at once. */
  private static AudioSource inPieces(float[] samples) {
    AudioSource whole = AudioSource.of(samples, 16_000, 1);
    return new AudioSource() {
      @Override
      public int sampleRate() {
        return whole.sampleRate();
      }

      @Override
      public int channels() {
        return 1;
      }

      @Override
      public int read(float[] target, int offset, int frames) {
        return whole.read(target, offset, Math.min(7, frames));
      }
    };
  }
}
