package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.capture.ClipInfo;
import studio.viseme.job.JobException;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.PaintedPerson;

class ClipPathTest {
  /** A clip with cuts before some frames, and frames that can't be used. */
  private static final class Clip extends PaintedPerson.PaintedCapture {
    private final int[] cuts;
    private final int from;
    private final int to;

    Clip(int frames, int from, int to, int... cuts) {
      super(frames);
      this.cuts = cuts;
      this.from = from;
      this.to = to;
    }

    @Override
    public int segment(int frame) {
      return (int) IntStream.of(cuts).filter(cut -> cut <= frame).count();
    }

    @Override
    public boolean showable(int frame) {
      return frame < from || frame >= to;
    }

    @Override
    public boolean usable(int frame) {
      boolean besideCut = IntStream.of(cuts).anyMatch(cut -> frame == cut || frame == cut - 1);
      return !besideCut && showable(frame);
    }
  }

  private static int[] frames(ClipPath path) {
    return IntStream.range(0, path.frames()).map(path::frame).toArray();
  }

  @Test
  void aClipAsLongAsTheFilmRunsAsItWasFilmed() {
    ClipPath path = ClipPath.of(new Clip(100, 0, 0), 100);
    assertThat(frames(path)).isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(path.reversed()).isZero();
  }

  @Test
  void aStretchWithoutACutIsPreferred() {
    assertThat(frames(ClipPath.of(new Clip(200, 0, 0, 50, 150), 90)))
        .isEqualTo(IntStream.range(50, 140).toArray());
  }

  @Test
  void theClipsOwnCutsAreKeptWhereTheFilmNeedsMore() {
    ClipPath path = ClipPath.of(new Clip(200, 0, 0, 50, 150), 180);
    assertThat(frames(path)).isEqualTo(IntStream.range(0, 180).toArray());
  }

  @Test
  void excludedFramesAndGapsAreNeverShown() {
    for (int length : new int[] {20, 70, 100, 119, 130, 5000}) {
      int[] shown = frames(ClipPath.of(new Clip(200, 60, 81, 150), length));
      assertThat(shown).as("film of %d", length).hasSize(length);
      assertThat(IntStream.of(shown)).noneMatch(frame -> frame >= 60 && frame < 81);
      for (int i = 1; i < length; i++) {
        assertThat(Math.abs(shown[i] - shown[i - 1])).as("step %d of %d", i, length).isEqualTo(1);
      }
    }
  }

  @Test
  void aSingleFrameThatIsExcludedBesideACutIsNotShown() {
    for (int excluded : new int[] {49, 50}) {
      for (int length : new int[] {49, 99, 400}) {
        int[] shown = frames(ClipPath.of(new Clip(100, excluded, excluded + 1, 50), length));
        assertThat(shown).doesNotContain(excluded);
      }
    }
  }

  @Test
  void aLongerFilmGoesToAndFroWithoutACutOrAJump() {
    Clip clip = new Clip(700, 0, 0, 200, 500);
    ClipPath path = ClipPath.of(clip, 2000);
    int[] shown = frames(path);
    assertThat(IntStream.of(shown)).allMatch(frame -> clip.segment(frame) == 1);
    int backwards = 0;
    for (int i = 1; i < shown.length; i++) {
      assertThat(Math.abs(shown[i] - shown[i - 1])).isEqualTo(1);
      backwards += shown[i] < shown[i - 1] ? 1 : 0;
    }
    assertThat(path.reversed()).isEqualTo(backwards).isBetween(750, 1100);
  }

  @Test
  void itTurnsWhereTheHeadIsStill() {
    Clip clip = new Clip(300, 0, 0);
    int[] shown = frames(ClipPath.of(clip, 2000));
    int turns = 0;
    for (int i = 1; i < shown.length - 1; i++) {
      if (shown[i - 1] == shown[i + 1]) {
        turns++;
        // a swing of 57 frames has its still moment within the two seconds of any end
        assertThat(step(clip, shown[i])).as("frame %d", shown[i]).isLessThan(.3 * fastest(clip));
      }
    }
    assertThat(turns).isBetween(5, 10);
  }

  private static double step(Clip clip, int frame) {
    RigidTransform a = clip.head().poses().get(Math.max(0, frame - 1));
    RigidTransform b = clip.head().poses().get(Math.min(299, frame + 1));
    return a.translation().minus(b.translation()).length();
  }

  private static double fastest(Clip clip) {
    return IntStream.range(1, 299).mapToDouble(frame -> step(clip, frame)).max().orElseThrow();
  }

  @Test
  void aClipOfShortShotsGoesBackOverItsCuts() {
    Clip clip = new Clip(160, 0, 0, 40, 80, 120);
    int[] shown = frames(ClipPath.of(clip, 400));
    assertThat(IntStream.of(shown).map(clip::segment).distinct().count()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {12, 24000 / 1001., 24, 25, 30000 / 1001., 30, 50, 60})
  void eachPictureOfTheSourceIsShownOnce(double fps) {
    SourceClock clock = new SourceClock(fps, 1.013);
    int frames = (int) Math.ceil(7 * fps);
    ClipPath path = ClipPath.of(new Clip(200, 0, 0), clock, frames);
    assertThat(path.reversed()).isZero();
    for (int step = 0; step < frames; step++) {
      ClipMoment moment = path.moment(step);
      assertThat(moment.picture()).isEqualTo(clock.picture(0) + step);
      double position = (clock.seconds(moment.picture()) - 1.013) * ClipInfo.FPS;
      // a frame of the clip shows the picture nearest to its moment
      assertThat(moment.frame() + moment.along())
          .as("picture %d", moment.picture())
          .isCloseTo(position, within(.5 + .5 * ClipInfo.FPS / fps));
    }
  }

  @Test
  void aLongerFilmTurnsAtAnyRate() {
    SourceClock clock = new SourceClock(60, 0);
    ClipPath path = ClipPath.of(new Clip(300, 0, 0), clock, 3000);
    int backwards = 0;
    for (int step = 1; step < 3000; step++) {
      int way = path.moment(step).picture() - path.moment(step - 1).picture();
      assertThat(Math.abs(way)).as("step %d", step).isEqualTo(1);
      backwards += way < 0 ? 1 : 0;
    }
    assertThat(path.reversed()).isEqualTo(backwards).isBetween(1000, 1600);
  }

  @Test
  void nothingIsMixedOverACut() {
    SourceClock clock = new SourceClock(60, 0);
    Clip clip = new Clip(160, 0, 0, 40, 80, 120);
    ClipPath path = ClipPath.of(clip, clock, 380);
    int mixed = 0;
    for (int step = 0; step < 380; step++) {
      ClipMoment moment = path.moment(step);
      if (!moment.isFrame()) {
        mixed++;
        assertThat(clip.segment(moment.frame())).isEqualTo(clip.segment(moment.frame() + 1));
      }
    }
    assertThat(mixed).isGreaterThan(150);
  }

  @Test
  void aSingleFrameIsHeld() {
    ClipPath path = ClipPath.of(new Clip(30, 0, 29), 10);
    assertThat(frames(path)).containsOnly(29);
    assertThat(path.reversed()).isZero();
  }

  @Test
  void aClipWithoutAFaceIsRefused() {
    Clip clip = new Clip(30, 0, 30);
    assertThatThrownBy(() -> ClipPath.of(clip, 10))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(3));
  }
}
