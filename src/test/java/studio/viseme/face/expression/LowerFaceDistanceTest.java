package studio.viseme.face.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.tracking.SyntheticHead;

/** A head whose lower face does one thing: what lies between two frames is known. */
class LowerFaceDistanceTest {
  private static final int FRAMES = 200;
  private static final SyntheticHead TRUTH = SyntheticHead.talking(FRAMES, 1000, 0, 11);
  private static final HeadTrack HEAD =
      new HeadTrack(TRUTH.camera(), TRUTH.poses(), TRUTH.shape(), .1);
  private static final LowerFaceDistance DISTANCE =
      new LowerFaceDistance(HEAD, ExpressionFitter.fit(TRUTH.track(), HEAD, FRAMES, 1));

  private static float[] read(int frame) {
    return DISTANCE.read(TRUTH.track().frame(frame), TRUTH.poses().get(frame));
  }

  @Test
  void isTheSquaredDifferenceOverTheVarianceOfTheMotion() {
    double mean = IntStream.range(0, FRAMES).mapToDouble(SyntheticHead::jaw).average().orElse(0);
    double variance =
        IntStream.range(0, FRAMES)
            .mapToDouble(t -> Math.pow(SyntheticHead.jaw(t) - mean, 2))
            .average()
            .orElse(0);
    for (int[] pair : new int[][] {{0, 5}, {17, 31}, {100, 140}, {60, 61}}) {
      double difference = SyntheticHead.jaw(pair[0]) - SyntheticHead.jaw(pair[1]);
      // A mesh unprojected at its depth at rest is off a little where the head is turned.
      assertThat(Math.sqrt(DISTANCE.between(read(pair[0]), read(pair[1]))))
          .as(pair[0] + " and " + pair[1])
          .isCloseTo(Math.abs(difference) / Math.sqrt(variance), within(.12));
    }
  }

  @Test
  void aFaceThatKeepsItsMeanIsOneAwayOnAverage() {
    float[] mean = new float[HeadTrack.SHAPE_POINTS * 3];
    for (int t = 0; t < FRAMES; t++) {
      float[] face = read(t);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += face[i] / FRAMES;
      }
    }
    double sum = 0;
    for (int t = 0; t < FRAMES; t++) {
      sum += DISTANCE.between(read(t), mean) / FRAMES;
    }
    assertThat(sum).isCloseTo(1, within(.01));
  }

  @Test
  void lidsAndTheHeadsTurnsAreNoDifference() {
    // Frames a whole number of the jaw's periods apart differ in pose, and one of them blinks.
    int blink = 52;
    int open = 73;
    assertThat(SyntheticHead.jaw(blink)).isCloseTo(SyntheticHead.jaw(open), within(.06));
    assertThat(DISTANCE.between(read(blink), read(open))).isLessThan(.05);
  }

  @Test
  void anEmptyBasisTellsNothing() {
    ExpressionTrack empty =
        new ExpressionTrack(1, new float[HeadTrack.SHAPE_POINTS * 3], new float[1]);
    LowerFaceDistance none = new LowerFaceDistance(HEAD, empty);
    assertThat(none.between(read(0), read(5))).isNaN();
  }
}
