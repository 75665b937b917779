package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** A red square head on a blue torso, before a green wall, and an earring of the torso's label. */
class BodyTest {
  private static final int SIZE = 64;

  private final Body body;

  BodyTest() {
    RgbImage frame = new RgbImage(SIZE, SIZE);
    GrayImage labels = new GrayImage(SIZE, SIZE);
    GrayImage person = new GrayImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        FaceRegion region = y >= 44 ? FaceRegion.TORSO : FaceRegion.BACKGROUND;
        if (x >= 22 && x < 42 && y >= 12 && y < 50) {
          region = FaceRegion.HEAD_SKIN;
        }
        boolean earring = x >= 52 && x < 55 && y >= 30 && y < 33;
        region = earring ? FaceRegion.TORSO : region;
        labels.set(x, y, region.code());
        person.set(x, y, region == FaceRegion.BACKGROUND ? 0 : 255);
        switch (region) {
          case HEAD_SKIN -> frame.set(x, y, 220, 0, 0);
          case TORSO -> frame.set(x, y, 0, 0, 200);
          default -> frame.set(x, y, 0, 200, 0);
        }
      }
    }
    Parsing parsing = new Parsing(labels, person, person);
    body = Body.of(frame, parsing, HeadMask.of(parsing));
  }

  private int opacity(int x, int y) {
    return body.opacity().get(x, y);
  }

  @Test
  void theTorsoIsAsFilmed() {
    assertThat(opacity(5, 60)).isEqualTo(255);
    assertThat(body.colours().get(5, 60, 2)).isEqualTo(200);
    assertThat(opacity(5, 10)).as("the wall").isZero();
  }

  @Test
  void itGoesOnUnderTheChin() {
    assertThat(opacity(32, 48)).isGreaterThan(200);
    assertThat(body.colours().get(32, 48, 2)).isGreaterThan(180);
    assertThat(body.colours().get(32, 48, 0)).as("nothing of the head").isLessThan(20);
  }

  /** A white collar left and right of a neck that narrows downwards, as between lapels. */
  @Test
  void skinGoesOnWhereANeckMeetsTheChin() {
    RgbImage frame = new RgbImage(SIZE, SIZE);
    GrayImage labels = new GrayImage(SIZE, SIZE);
    GrayImage person = new GrayImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int half = 14 - (y - 40);
        FaceRegion region = y >= 40 ? FaceRegion.TORSO : FaceRegion.BACKGROUND;
        region = y >= 40 && Math.abs(x - 32) < half ? FaceRegion.NECK : region;
        region = y >= 10 && y < 40 && Math.abs(x - 32) < 20 ? FaceRegion.HEAD_SKIN : region;
        labels.set(x, y, region.code());
        person.set(x, y, region == FaceRegion.BACKGROUND ? 0 : 255);
        switch (region) {
          case TORSO -> frame.set(x, y, 240, 240, 240);
          case NECK -> frame.set(x, y, 160, 90, 60);
          default -> frame.set(x, y, 0, 200, 0);
        }
      }
    }
    Parsing parsing = new Parsing(labels, person, person);
    RgbImage colours = Body.of(frame, parsing, HeadMask.of(parsing)).colours();
    for (int x = 20; x <= 44; x++) {
      assertThat(colours.get(x, 34, 2)).as("blue above the neck at %d", x).isLessThan(75);
    }
    assertThat(colours.get(5, 38, 2)).as("blue beside the collar").isGreaterThan(150);
  }

  /**
   * A pink neck under a jaw, and brown hair that ends beside it in the air. A strand of it is
   * called neck where it meets the neck, and a bit at its lower end torso.
   */
  private static Body besideHair() {
    int size = 96;
    RgbImage frame = new RgbImage(size, size);
    GrayImage labels = new GrayImage(size, size);
    GrayImage person = new GrayImage(size, size);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int aside = Math.abs(x - 48);
        FaceRegion region = y >= 80 ? FaceRegion.TORSO : FaceRegion.BACKGROUND;
        region = y >= 40 && y < 80 && aside < 16 ? FaceRegion.NECK : region;
        boolean isHair = y >= 10 && y < 60 && aside >= 16 && aside < 36;
        boolean isStrand = y >= 40 && y < 60 && aside >= 14 && aside < 18;
        boolean isCrumb = y >= 60 && y < 62 && aside >= 28 && aside < 33;
        region = isHair ? FaceRegion.HAIR : region;
        region = y >= 10 && y < 40 && aside < 16 ? FaceRegion.HEAD_SKIN : region;
        region = isStrand ? FaceRegion.NECK : isCrumb ? FaceRegion.TORSO : region;
        labels.set(x, y, region.code());
        person.set(x, y, region == FaceRegion.BACKGROUND ? 0 : 255);
        if (isHair || isStrand || isCrumb) {
          frame.set(x, y, 60, 40, 30);
        } else {
          switch (region) {
            case TORSO -> frame.set(x, y, 0, 0, 200);
            case BACKGROUND -> frame.set(x, y, 0, 200, 0);
            default -> frame.set(x, y, 230, 180, 160);
          }
        }
      }
    }
    Parsing parsing = new Parsing(labels, person, person);
    return Body.of(frame, parsing, HeadMask.of(parsing));
  }

  @Test
  void aNeckGoesStraightOnUnderHairThatEndsBesideIt() {
    Body whole = besideHair();
    for (int y = 30; y < 80; y++) {
      for (int x = 0; x < 96; x++) {
        int aside = Math.abs(x - 48);
        if (aside > 23) {
          assertThat(whole.opacity().get(x, y)).as("the air at %d, %d", x, y).isZero();
        } else if (aside < 13 && y >= 40) {
          assertThat(whole.opacity().get(x, y)).as("the neck at %d, %d", x, y).isEqualTo(255);
        }
      }
    }
  }

  @Test
  void aStrandThatIsCalledNeckLeavesNoDarkDot() {
    Body whole = besideHair();
    for (int y = 40; y < 60; y++) {
      for (int x = 33; x < 64; x++) {
        assertThat(whole.colours().get(x, y, 0)).as("red at %d, %d", x, y).isGreaterThan(200);
      }
    }
  }

  @Test
  void whatHangsBesideTheHeadIsNotBody() {
    assertThat(opacity(53, 31)).isZero();
  }
}
