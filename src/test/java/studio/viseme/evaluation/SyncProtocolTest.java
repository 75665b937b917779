package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static studio.viseme.speech.SyncProtocol.Beyond.LEFT_OUT;
import static studio.viseme.speech.SyncProtocol.Beyond.ZEROS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.SyncProtocol;
import studio.viseme.testing.PaintedPerson;

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
    SyncProtocol.Score score = SyncProtocol.score(delayed(heard, -offset), heard, ZEROS);
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
    SyncProtocol.Score score = SyncProtocol.score(seen, heard, ZEROS);
    assertThat(score.offsetFrames()).isZero();
    assertThat(score.distance()).isEqualTo(2);
    // 31 distances: 2, 3, 3, … 17, 17; the sixteenth smallest is 10 (2 once, 3 … 9 twice, then 10).
    assertThat(score.confidence()).isEqualTo(8);
  }

  @Test
  void lipsThatHaveNothingToDoWithTheSoundGetNoConfidence() {
    SyncProtocol.Score score = SyncProtocol.score(vectors(1), vectors(2), ZEROS);
    assertThat(score.confidence()).isLessThan(.15);
    assertThat(score.distance()).isBetween(1.2, 1.5);
  }

  @Test
  void aFilmWithoutAFaceHasNoScore() {
    assertThat(SyncProtocol.score(new float[5][], vectors(1), ZEROS)).isNull();
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
    public Film film(HeadTrack head) {
      return new Film() {
        private boolean real = true;

        @Override
        public void show(int frame, RgbImage picture, float[] landmarks, RigidTransform pose) {
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
    SyncMeter meter = new SyncMeter(new Stub(real, rendered, heard), null, new float[0]);
    meter.real().show(0, new RgbImage(1, 1), null, null);
    meter.rendered().show(0, new RgbImage(2, 1), null, null);
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

  @Test
  void whatIsBeyondTheSoundCanBeLeftOut() {
    // One vector is heard and seen all the time; zeros at the ends would lie 1 away from it.
    float[][] still = new float[FRAMES][];
    Arrays.fill(still, new float[] {1, 0});
    assertThat(SyncProtocol.score(still, still, LEFT_OUT).confidence()).isZero();
    assertThat(SyncProtocol.score(still, still, ZEROS).confidence()).isPositive();
    float[][] brief = {{1, 0}, {1, 0}};
    assertThat(SyncProtocol.score(brief, brief, LEFT_OUT)).as("nothing 15 frames away").isNull();
  }

  @Test
  void ourJudgeIsGivenTheMouthInCentimetresWhateverTheHeadsPose() {
    List<float[]> tracks = new ArrayList<>();
    MouthJudge judge =
        new MouthJudge(
            "ours",
            new MouthJudge.Expert() {
              @Override
              public float[][] hear(float[] speech) {
                return new float[1][];
              }

              @Override
              public float[][] see(float[] gap, float[] width, float[] jaw) {
                tracks.addAll(List.of(gap, width, jaw));
                return new float[gap.length][];
              }
            });
    RigidTransform first = PaintedPerson.pose(64, 56);
    RigidTransform second = PaintedPerson.pose(40, 70);
    HeadTrack head =
        new HeadTrack(PaintedPerson.camera(), List.of(first), FaceMesh.canonicalShape(), .1);
    SyncJudge.Film film = judge.film(head);
    film.show(0, new RgbImage(1, 1), face(0, first), first);
    film.show(1, new RgbImage(1, 1), null, null);
    film.show(3, new RgbImage(1, 1), face(.5, second), second);
    assertThat(film.seen().length).isEqualTo(4);
    float[] gap = tracks.get(0);
    float[] jaw = tracks.get(2);
    assertThat(gap[1]).isNaN();
    assertThat(gap[2]).isNaN();
    assertThat(gap[3] - gap[0]).isCloseTo(.5f, within(.01f));
    assertThat(jaw[0]).isCloseTo(0, within(.01f));
    assertThat(jaw[3]).isCloseTo(.5f, within(.01f));
    assertThat(tracks.get(1)[3]).isCloseTo(tracks.get(1)[0], within(.01f));
  }

  /** The canonical face with lower lip and chin dropped, as the painted camera sees it. */
  private static float[] face(double droppedCm, RigidTransform pose) {
    float[] mesh = FaceMesh.canonicalShape();
    for (int point : new int[] {87, 14, 317, FaceMesh.CHIN}) {
      mesh[3 * point + 1] -= (float) droppedCm;
    }
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      Vec3 at = pose.apply(new Vec3(mesh[3 * p], mesh[3 * p + 1], mesh[3 * p + 2]));
      points[p * 3] = (float) PaintedPerson.camera().projectX(at);
      points[p * 3 + 1] = (float) PaintedPerson.camera().projectY(at);
    }
    return points;
  }
}
