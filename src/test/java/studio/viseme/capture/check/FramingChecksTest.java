package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.media.DynamicRange;
import studio.viseme.media.Orientation;
import studio.viseme.media.PictureFormat;

/** One person in the frame, and all of the head. */
class FramingChecksTest {
  private static final int LOOKS = 20;
  private static final int EVERY = 25;

  /** The clip is 512 pixels wide and shows this of a source of 1920 x 1080. */
  private static final Rectangle SHOWN = new Rectangle(700, 200, 768, 768);

  @TempDir Path folder;

  private static Rectangle face(int x, int y, int size) {
    return new Rectangle(x - size / 2, y - size / 2, size, size);
  }

  private static Look look(int number, Rectangle face, List<Rectangle> others) {
    GrayImage small = new GrayImage(8, 8);
    return new Look(number * EVERY, face, others, small, 100, 0, new Blur(0.3, 0.3), 0);
  }

  private Finding finding(String id, Rectangle shown, IntFunction<Look> looks) {
    List<Look> all = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      all.add(looks.apply(i));
    }
    PictureFormat format =
        new PictureFormat(
            "yuv420p", 8, 1920, 1080, 1, Orientation.UPRIGHT, false, DynamicRange.STANDARD, false);
    Footage.Source source =
        new Footage.Source(
            1920, 1080, new FakeFraming(shown), format, 25, false, 0.04, 0, 0, 0, 0, List.of());
    FrameSource frames = new Black(LOOKS * EVERY);
    Footage footage = new Footage(frames, 25, new int[0], new boolean[0], null, source);
    Findings findings = new Findings(frames, new Album(folder, "here/"));
    FramingChecks.run(footage, new Looks(all, LOOKS * EVERY), findings);
    return findings.list().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  private record Black(int count) implements FrameSource {
    @Override
    public int width() {
      return 512;
    }

    @Override
    public int height() {
      return 512;
    }

    @Override
    public RgbImage frame(int index) {
      return new RgbImage(16, 16);
    }
  }

  @Test
  void aWholeHeadIsWell() {
    Finding finding = finding("crop", SHOWN, i -> look(i, face(256, 250, 180), List.of()));
    assertThat(finding.severity()).isEqualTo(Severity.PASSED);
    assertThat(finding.text()).contains("768 x 768 pixels at 700,200");
  }

  @Test
  void aHeadThatTheCropCutsOffIsOfferedAWiderOne() {
    Finding finding = finding("crop", SHOWN, i -> look(i, face(256, 100, 160), List.of()));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    // The face's middle is at 1084,350 of the source and 240 pixels large.
    assertThat(finding.fix()).isEqualTo(new Fix.Crop(1084 - 360, 350 - 360, 720));
    assertThat(finding.picture()).isEqualTo("here/crop.png");
    assertThat(folder.resolve("crop.png")).exists();
  }

  /** The video itself ends there: no crop would show more. */
  @Test
  void aHeadThatReachesTheVideosEdgeIsNoFaultOfTheCrop() {
    Rectangle atTheTop = new Rectangle(700, 0, 768, 768);
    Finding finding = finding("crop", atTheTop, i -> look(i, face(256, 100, 160), List.of()));
    assertThat(finding.severity()).isEqualTo(Severity.PASSED);
  }

  @Test
  void whoLeansOutOnceIsLeftAlone() {
    Finding finding =
        finding("crop", SHOWN, i -> look(i, face(i == 3 ? 460 : 256, 250, 180), List.of()));
    assertThat(finding.severity()).isEqualTo(Severity.PASSED);
  }

  @Test
  void aSecondFaceIsCroppedAwayWhereThatIsPossible() {
    Finding finding =
        finding("one-face", SHOWN, i -> look(i, face(200, 250, 120), List.of(face(440, 250, 100))));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.fix()).isEqualTo(new Fix.Crop(1000 - 180, 575 - 180, 360));
    assertThat(finding.text()).contains("crop closer");
  }

  @Test
  void aSecondFaceThatIsTooNearIsLeftOutInTimeIfItIsSeldomThere() {
    List<Rectangle> near = List.of(face(290, 250, 100));
    Finding seldom =
        finding("one-face", SHOWN, i -> look(i, face(200, 250, 120), i < 4 ? near : List.of()));
    assertThat(seldom.fix()).isInstanceOf(Fix.Exclude.class);
    assertThat(seldom.frames().getFirst().from()).isZero();
    Finding always = finding("one-face", SHOWN, i -> look(i, face(200, 250, 120), near));
    assertThat(always.fix().canBeApplied()).isFalse();
    assertThat(always.text()).contains("film one alone");
  }
}
