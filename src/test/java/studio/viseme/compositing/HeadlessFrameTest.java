package studio.viseme.compositing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** A red square head on a blue torso, before a green wall. */
class HeadlessFrameTest {
  private static final int SIZE = 64;
  private static final int SHOULDERS = 40;

  private final RgbImage frame = new RgbImage(SIZE, SIZE);
  private final RgbImage wall = new RgbImage(SIZE, SIZE);
  private final GrayImage labels = new GrayImage(SIZE, SIZE);
  private final RgbImage behind;
  private final GrayImage mask;

  HeadlessFrameTest() {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        wall.set(x, y, 0, 200, 0);
        FaceRegion region = y >= SHOULDERS ? FaceRegion.TORSO : FaceRegion.BACKGROUND;
        if (x >= 22 && x < 42 && y >= 12 && y < 48) {
          region = FaceRegion.HEAD_SKIN;
        }
        labels.set(x, y, region.code());
        switch (region) {
          case HEAD_SKIN -> frame.set(x, y, 220, 0, 0);
          case TORSO -> frame.set(x, y, 0, 0, 200);
          default -> frame.set(x, y, 0, 200, 0);
        }
      }
    }
    GrayImage person = new GrayImage(SIZE, SIZE);
    for (int i = 0; i < person.data().length; i++) {
      boolean empty = labels.data()[i] == FaceRegion.BACKGROUND.code();
      person.data()[i] = (byte) (empty ? 0 : 255);
    }
    Parsing parsing = new Parsing(labels, person, person);
    mask = HeadMask.of(parsing);
    behind = HeadlessFrame.of(frame, parsing, mask, wall);
  }

  @Test
  void theTorsoGoesOnUnderTheChin() {
    for (int x = 24; x < 40; x++) {
      assertThat(behind.get(x, 46, 2)).as("blue at %d", x).isGreaterThan(190);
      assertThat(behind.get(x, 46, 1)).as("green at %d", x).isLessThan(10);
    }
  }

  @Test
  void aboveTheShouldersThereIsTheWall() {
    for (int x = 24; x < 40; x++) {
      assertThat(behind.get(x, 20, 1)).isGreaterThan(190);
      assertThat(behind.get(x, 20, 2)).isLessThan(10);
    }
  }

  @Test
  void nothingOfTheHeadIsLeftAndNothingOutsideTheMaskChanges() {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        assertThat(behind.get(x, y, 0)).as("red at %d, %d", x, y).isLessThan(6);
        if (mask.get(x, y) == 0) {
          assertThat(behind.get(x, y, 1)).isEqualTo(200);
        }
      }
    }
  }
}
