package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceBox;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobException;

class HeadCropTest {
  private static FaceBox face(double x, double y, double size) {
    return new FaceBox(x - size / 2, y - size / 2, size, size, 0.9, x - 1, y, x + 1, y);
  }

  @Test
  void aPictureThatIsAHeadAlreadyStaysWhole() {
    HeadCrop crop = HeadCrop.around(List.of(face(256, 250, 180)), true, 512, 512);
    assertThat(crop).isEqualTo(new HeadCrop(new Rectangle(0, 0, 512, 512), 512, 512));
    assertThat(HeadCrop.around(List.of(face(128, 120, 100)), true, 256, 256).width())
        .isEqualTo(256);
    HeadCrop odd = HeadCrop.around(List.of(face(150, 140, 110)), true, 300, 290);
    assertThat(odd.width()).isEqualTo(288);
    assertThat(odd.box()).isEqualTo(new Rectangle(6, 1, 288, 288));
  }

  @Test
  void aLargePictureIsCutAroundTheHeadWhereverItMoves() {
    List<FaceBox> seen = List.of(face(1200, 400, 200), face(1260, 420, 200), face(1230, 380, 210));
    HeadCrop crop = HeadCrop.around(seen, true, 1920, 1080);
    assertThat(crop.box().width() % 16).isZero();
    assertThat(crop.width()).isBetween(512, 640);
    for (FaceBox face : seen) {
      assertThat(crop.box().x()).isLessThan((int) (face.centerX() - face.width()));
      assertThat(crop.box().right()).isGreaterThan((int) (face.centerX() + face.width()));
      assertThat(crop.box().y()).isLessThan((int) (face.centerY() - face.height()));
      assertThat(crop.box().bottom()).isGreaterThan((int) (face.centerY() + face.height()));
    }
  }

  @Test
  void aHugeHeadIsScaledAndOneAtTheEdgeStaysInside() {
    HeadCrop huge = HeadCrop.around(List.of(face(960, 500, 380)), true, 1920, 1080);
    assertThat(huge.box().width()).isGreaterThan(900);
    assertThat(huge.width()).isEqualTo(512);
    HeadCrop edge = HeadCrop.around(List.of(face(60, 60, 100)), true, 1920, 1080);
    assertThat(edge.box()).isEqualTo(new Rectangle(0, 0, 512, 512));
  }

  @Test
  void aSquareThatIsAskedForMustLieInside() {
    assertThat(HeadCrop.asked(new Rectangle(10, 20, 300, 300), 640, 480).width()).isEqualTo(288);
    for (Rectangle bad :
        List.of(
            new Rectangle(-1, 0, 256, 256),
            new Rectangle(400, 0, 256, 256),
            new Rectangle(0, 0, 100, 100))) {
      assertThatThrownBy(() -> HeadCrop.asked(bad, 640, 480)).isInstanceOf(JobException.class);
    }
  }

  @Test
  void optionsComeBackAsTheyWereGiven() {
    Map<String, String> all =
        Map.of(
            "crop",
            "10,20,300",
            "range",
            "1.5-9.0",
            "face",
            "2",
            "audio-track",
            "1",
            "fov",
            "50.0");
    assertThat(ImportOptions.of(all).toMap()).isEqualTo(all);
    assertThat(ImportOptions.of(Map.of())).isEqualTo(ImportOptions.NONE);
    for (Map<String, String> bad :
        List.of(
            Map.of("crop", "10,20"),
            Map.of("range", "5-2"),
            Map.of("range", "x"),
            Map.of("face", "left"),
            Map.of("fov", "wide"))) {
      assertThatThrownBy(() -> ImportOptions.of(bad))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.USAGE));
    }
  }

  @Test
  void excludedFramesAreThoseInTheRanges() {
    Exclusions exclusions = Exclusions.parse("1-2,4-4.1");
    assertThat(exclusions.cover(24)).isFalse();
    assertThat(exclusions.cover(25)).isTrue();
    assertThat(exclusions.cover(49)).isTrue();
    assertThat(exclusions.cover(50)).isFalse();
    assertThat(exclusions.cover(101)).isTrue();
    assertThatThrownBy(() -> Exclusions.parse("1-2,x"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("\"x\"");
  }
}
