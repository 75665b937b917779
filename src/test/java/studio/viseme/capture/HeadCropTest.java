package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** A head in faces of its size: hair above, shoulders beside and below. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "4K, 3840, 2160, 1900, 900, 700",
    "1080p, 1920, 1080, 980, 420, 300",
    "720p, 1280, 720, 600, 260, 120",
    "a phone held upright, 1080, 1920, 540, 700, 420",
    "480p, 854, 480, 420, 200, 110",
  })
  void anyUsualSizeShowsHeadAndShouldersFinely(
      String kind, int width, int height, double x, double y, double size) {
    HeadCrop crop = HeadCrop.around(List.of(face(x, y, size)), true, width, height);
    Rectangle box = crop.box();
    assertThat(box.clip(width, height)).as(kind).isEqualTo(box);
    assertThat(box.width()).isEqualTo(box.height());
    assertThat(box.width() % 16).isZero();
    assertThat(crop.width() % 16).isZero();
    assertThat(crop.height()).isEqualTo(crop.width());
    assertThat(box.width())
        .isGreaterThanOrEqualTo(Math.min(512, Math.min(width, height) / 16 * 16));
    assertThat(crop.width()).isGreaterThanOrEqualTo(Math.min(512, box.width()));
    assertThat(box.x()).isLessThanOrEqualTo((int) (x - 1.2 * size));
    assertThat(box.right()).isGreaterThanOrEqualTo((int) (x + 1.2 * size));
    assertThat(box.y()).isLessThanOrEqualTo((int) (y - size));
    assertThat(box.bottom()).isGreaterThanOrEqualTo((int) (y + 1.3 * size));
  }

  /** Whatever is seen where, the square is inside the picture and shows what it can of the head. */
  @Property
  void anySquareLiesInsideAndHoldsTheFace(
      @ForAll @IntRange(min = 256, max = 4096) int width,
      @ForAll @IntRange(min = 256, max = 4096) int height,
      @ForAll @DoubleRange(min = 0, max = 1) double across,
      @ForAll @DoubleRange(min = 0, max = 1) double down,
      @ForAll @DoubleRange(min = 0.1, max = 1) double share,
      @ForAll boolean alone) {
    double size = Math.max(64, share * Math.min(width, height));
    FaceBox seen = face(across * width, down * height, size);
    HeadCrop crop = HeadCrop.around(List.of(seen), alone, width, height);
    Rectangle box = crop.box();
    assertThat(box.clip(width, height)).isEqualTo(box);
    assertThat(List.of(box.width() % 16, box.height() % 16, crop.width() % 16, crop.height() % 16))
        .containsOnly(0);
    assertThat(crop.width()).isBetween(128, 640);
    // At the picture's edge a face is cut by the picture, but never by the crop; but for the few
    // pixels that are cut for the multiple of 16.
    int cut = 16;
    double left = Math.max(0, seen.x());
    double right = Math.min(width, seen.x() + size);
    double top = Math.max(0, seen.y());
    double bottom = Math.min(height, seen.y() + size);
    assertThat(box.x()).isLessThanOrEqualTo((int) Math.ceil(left) + cut);
    assertThat(box.right()).isGreaterThanOrEqualTo((int) right - cut);
    assertThat(box.y()).isLessThanOrEqualTo((int) Math.ceil(top) + cut);
    assertThat(box.bottom()).isGreaterThanOrEqualTo((int) bottom - cut);
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
            Map.of("face", "middle"),
            Map.of("face", "0"),
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
