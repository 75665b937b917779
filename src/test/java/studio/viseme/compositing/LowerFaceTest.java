package studio.viseme.compositing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

class LowerFaceTest {
  private static final int SIZE = 200;

  /** Eyes at (100, 60), chin 100 px below along a direction, the outline 60 px to both sides. */
  private static LowerFace face(double downX, double downY) {
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int p = 0; p < LandmarkTrack.POINTS; p++) {
      points[p * 3] = 100;
      points[p * 3 + 1] = 60;
    }
    points[152 * 3] += (float) (100 * downX);
    points[152 * 3 + 1] += (float) (100 * downY);
    points[234 * 3] -= (float) (60 * downY);
    points[234 * 3 + 1] += (float) (60 * downX);
    return LowerFace.of(points);
  }

  @Test
  void theMouthIsRenderedAndTheEyesAndTheHairAreFilmed() {
    LowerFace face = face(0, 1);
    assertThat(face.share(100, 130)).as("mouth").isEqualTo(1);
    assertThat(face.share(60, 150)).as("jaw").isEqualTo(1);
    assertThat(face.share(100, 180)).as("neck").isEqualTo(1);
    assertThat(face.share(100, 66)).as("eyes").isZero();
    assertThat(face.share(100, 20)).as("forehead").isZero();
    assertThat(face.share(24, 130)).as("hair beside the jaw").isZero();
    assertThat(face.share(100, 60 + 29))
        .as("half way down the passage")
        .isCloseTo(.5f, within(.01f));
  }

  @Test
  void aTiltedFaceTakesItsPassageAlong() {
    LowerFace face = face(1, 0);
    assertThat(face.share(170, 60)).isEqualTo(1);
    assertThat(face.share(100, 130)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", ".6, .8", "-.3, .95", ".05, -1"})
  void theBoxHoldsAllThatIsAskedOfTheRenderedHead(double downX, double downY) {
    LowerFace face = face(downX, downY);
    Rectangle box = face.box(SIZE, SIZE);
    Random random = new Random(2);
    float[] all = new float[SIZE * SIZE * 4];
    float[] inside = new float[all.length];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      boolean in = x >= box.x() && x < box.right() && y >= box.y() && y < box.bottom();
      for (int c = 4 * i; c < 4 * i + 4; c++) {
        all[c] = random.nextFloat();
        inside[c] = in ? all[c] : 0;
      }
    }
    assertThat(paste(face, inside).data()).isEqualTo(paste(face, all).data());
  }

  private static RgbImage paste(LowerFace face, float[] rgba) {
    GrayImage mask = new GrayImage(SIZE, SIZE);
    Arrays.fill(mask.data(), (byte) 255);
    return SourceFrame.pasteLowerFace(
        filled(90),
        new Rectangle(0, 0, SIZE, SIZE),
        new Layer(SIZE, SIZE, rgba),
        filled(90),
        mask,
        face);
  }

  private static RgbImage filled(int value) {
    RgbImage image = new RgbImage(SIZE, SIZE);
    Arrays.fill(image.data(), (byte) value);
    return image;
  }

  private static RgbImage blend(RgbImage rendered, RgbImage filmed) {
    LowerFace face = face(0, 1);
    return face.blend(rendered, filmed, face.shares(SIZE, SIZE));
  }

  @Test
  void aSmallDifferenceOfTintVanishesAndALargeOneIsLeftToBeSeen() {
    assertThat(blend(filled(108), filled(100)).data()).containsOnly((byte) 100);
    assertThat(blend(filled(150), filled(100)).get(100, 130, 1)).isEqualTo(138);
  }

  @Test
  void aNewMouthComesInWhole() {
    RgbImage rendered = filled(100);
    for (int y = 125; y < 135; y++) {
      for (int x = 80; x < 120; x++) {
        rendered.set(x, y, 20, 20, 20);
      }
    }
    RgbImage out = blend(rendered, filled(100));
    assertThat(out.get(100, 130, 0)).isEqualTo(20);
    assertThat(out.get(100, 60, 0)).isEqualTo(100);
  }

  @Test
  void whatTheHeadLeavesUncoveredIsAsItWasFilmed() {
    GrayImage mask = new GrayImage(SIZE, SIZE);
    Arrays.fill(mask.data(), (byte) 255);
    Layer nothing = new Layer(SIZE, SIZE, new float[SIZE * SIZE * 4]);
    RgbImage frame = filled(90);
    RgbImage out =
        SourceFrame.pasteLowerFace(
            frame, new Rectangle(0, 0, SIZE, SIZE), nothing, frame, mask, face(0, 1));
    assertThat(out.data()).isEqualTo(frame.data());
  }
}
