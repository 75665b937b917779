package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.ExpressionFitter;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.job.JobContext;

class GapFillerTest {
  private static final int FRAMES = 60;

  @Test
  void aShortGapIsAStraightLineAndNotFound() {
    LandmarkTrack track = withoutFace(FRAMES, 20, 24);
    LandmarkTrack filled = GapFiller.fill(track, new int[FRAMES], FRAMES);
    for (int t = 20; t < 24; t++) {
      assertThat(filled.found(t)).isFalse();
      assertThat(filled.known(t)).isTrue();
      float expected = track.x(19, 7) + (t - 19) / 5f * (track.x(24, 7) - track.x(19, 7));
      assertThat(filled.x(t, 7)).isCloseTo(expected, within(1e-3f));
    }
    assertThat(filled.frame(19)).isEqualTo(track.frame(19));
    assertThat(filled.found(24)).isTrue();
  }

  @Test
  void longGapsAndOpenEndsStay() {
    int longest = GapFiller.LONGEST;
    LandmarkTrack atLimit =
        GapFiller.fill(withoutFace(FRAMES, 20, 20 + longest), new int[FRAMES], FRAMES);
    assertThat(atLimit.known(25)).isTrue();
    LandmarkTrack over =
        GapFiller.fill(withoutFace(FRAMES, 20, 21 + longest), new int[FRAMES], FRAMES);
    assertThat(over.known(25)).isFalse();
    LandmarkTrack start = GapFiller.fill(withoutFace(FRAMES, 0, 3), new int[FRAMES], FRAMES);
    assertThat(start.known(1)).isFalse();
    LandmarkTrack end = GapFiller.fill(withoutFace(FRAMES, 57, 60), new int[FRAMES], FRAMES);
    assertThat(end.known(58)).isFalse();
  }

  @Test
  void nothingIsBridgedAcrossACutOrFromHeldOutFrames() {
    LandmarkTrack track = withoutFace(FRAMES, 20, 24);
    int[] cut = new int[FRAMES];
    Arrays.fill(cut, 22, FRAMES, 1);
    assertThat(GapFiller.fill(track, cut, FRAMES).known(21)).isFalse();
    for (int fit = 20; fit <= 24; fit++) {
      assertThat(GapFiller.fill(track, new int[FRAMES], fit).known(20)).as("fit %d", fit).isFalse();
    }
    assertThat(GapFiller.fill(track, new int[FRAMES], 25).known(20)).isTrue();
    assertThat(GapFiller.fill(track, new int[FRAMES], 19).known(20)).isTrue();
  }

  @Test
  void poseAndExpressionFollowThroughAGap() {
    SyntheticHead truth = SyntheticHead.talking(FRAMES, 1000, 0.2, 9);
    LandmarkTrack filled =
        GapFiller.fill(withoutFace(truth.track(), 30, 35), new int[FRAMES], FRAMES);
    HeadTrack whole =
        HeadFitter.fit(truth.face(), truth.camera(), true, FRAMES, JobContext.silent());
    HeadTrack head =
        HeadFitter.fit(FaceTrack.of(filled), truth.camera(), true, FRAMES, JobContext.silent());
    for (int t = 30; t < 35; t++) {
      double turn =
          head.poses()
              .get(t)
              .rotation()
              .times(whole.poses().get(t).rotation().inverse())
              .log()
              .length();
      assertThat(Math.toDegrees(turn)).as("frame %d", t).isLessThan(0.6);
    }
    assertThat(head.poses().get(32)).isNotEqualTo(head.poses().get(31));
    ExpressionTrack expression = ExpressionFitter.fit(filled, head, FRAMES);
    assertThat(expression.code(32)).isNotEqualTo(expression.code(31));
  }

  private static LandmarkTrack withoutFace(int frames, int from, int to) {
    return withoutFace(SyntheticHead.talking(frames, 1000, 0.2, 9).track(), from, to);
  }

  private static LandmarkTrack withoutFace(LandmarkTrack track, int from, int to) {
    float[] points = track.points().clone();
    float[] score = track.score().clone();
    Arrays.fill(points, from * LandmarkTrack.STRIDE, to * LandmarkTrack.STRIDE, 0);
    Arrays.fill(score, from, to, 0);
    return new LandmarkTrack(track.frames(), points, score);
  }
}
