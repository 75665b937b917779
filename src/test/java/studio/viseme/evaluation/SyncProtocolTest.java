package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.image.RgbImage;

/** Lips and sound that are out of time by a known number of frames. */
class SyncProtocolTest {
  private static final int FRAMES = 120;

  /** A random unit vector a frame. */
  private static float[][] vectors(long seed) {
    Random random = new Random(seed);
    float[][] out = new float[FRAMES][16];
    for (float[] vector : out) {
      double square = 0;
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
        square += vector[i] * vector[i];
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(square);
      }
    }
    return out;
  }

  private static float[][] delayed(float[][] vectors, int frames) {
    float[][] out = new float[FRAMES][];
    for (int i = 0; i < FRAMES; i++) {
      out[i] = i - frames >= 0 && i - frames < FRAMES ? vectors[i - frames] : null;
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {-15, -7, -1, 0, 3, 15})
  void theOffsetIsFound(int offset) {
    float[][] heard = vectors(1);
    SyncProtocol.Score score = SyncProtocol.score(delayed(heard, -offset), heard);
    assertThat(score.offsetFrames()).isEqualTo(offset);
    assertThat(score.distance()).isCloseTo(0, within(1e-6));
    // Random unit vectors of 16 dimensions lie √2 apart, zeros 1: the median says so.
    assertThat(score.confidence()).isBetween(1.3, 1.42);
  }

  @Test
  void distanceAndConfidenceAreMinimumAndMedianLessMinimum() {
    // One frame is seen; at offset o the sound lies |o| + 2 away, and beyond the ends are zeros.
    float[][] seen = new float[FRAMES][];
    seen[40] = new float[] {0};
    float[][] heard = new float[FRAMES][];
    for (int t = 0; t < FRAMES; t++) {
      heard[t] = new float[] {Math.abs(t - 40) + 2};
    }
    SyncProtocol.Score score = SyncProtocol.score(seen, heard);
    assertThat(score.offsetFrames()).isZero();
    assertThat(score.distance()).isEqualTo(2);
    // 31 distances: 2, 3, 3, … 17, 17; the sixteenth smallest is 10 (2 once, 3 … 9 twice, then 10).
    assertThat(score.confidence()).isEqualTo(8);
  }

  @Test
  void lipsThatHaveNothingToDoWithTheSoundGetNoConfidence() {
    SyncProtocol.Score score = SyncProtocol.score(vectors(1), vectors(2));
    assertThat(score.confidence()).isLessThan(.15);
    assertThat(score.distance()).isBetween(1.2, 1.5);
  }

  @Test
  void aFilmWithoutAFaceHasNoScore() {
    assertThat(SyncProtocol.score(new float[5][], vectors(1))).isNull();
  }

  /** Sees vectors that it is given, whatever is shown. */
  private record Stub(float[][] realSeen, float[][] renderedSeen, float[][] heard)
      implements SyncJudge {
    @Override
    public String name() {
      return "stub";
    }

    @Override
    public float[][] hear(float[] speech) {
      return heard;
    }

    @Override
    public Film film() {
      return new Film() {
        private boolean real = true;

        @Override
        public void show(int frame, RgbImage picture, float[] landmarks) {
          real = picture.width() == 1;
        }

        @Override
        public float[][] seen() {
          return real ? realSeen : renderedSeen;
        }
      };
    }
  }

  private static SyncMeter.Verdict judge(float[][] real, float[][] rendered, float[][] heard) {
    SyncMeter meter = new SyncMeter(new Stub(real, rendered, heard), new float[0]);
    meter.showReal(0, new RgbImage(1, 1), null);
    meter.showRendered(0, new RgbImage(2, 1), null);
    return meter.verdict();
  }

  @Test
  void aJudgeThatKnowsThePersonJudges() {
    float[][] heard = vectors(1);
    SyncMeter.Verdict verdict = judge(heard, delayed(heard, 2), heard);
    assertThat(verdict.reason()).isEmpty();
    assertThat(verdict.real().distance()).isCloseTo(0, within(1e-6));
    assertThat(verdict.rendered().offsetFrames()).isEqualTo(-2);
  }

  @Test
  void aJudgeThatFindsTheRealFilmOutOfTimeIsNotHeard() {
    float[][] heard = vectors(1);
    SyncMeter.Verdict verdict = judge(delayed(heard, 4), heard, heard);
    assertThat(verdict.rendered()).isNull();
    assertThat(verdict.real()).isNull();
    assertThat(verdict.reason()).contains("-4 frames out of time");
  }

  @Test
  void aJudgeThatPrefersTheWrongSoundIsNotHeard() {
    float[][] still = new float[FRAMES][];
    Arrays.fill(still, new float[] {1, 0});
    SyncMeter.Verdict verdict = judge(still, still, still);
    assertThat(verdict.rendered()).isNull();
    assertThat(verdict.reason()).isNotEmpty();
  }
}
