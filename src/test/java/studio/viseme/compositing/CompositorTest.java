package studio.viseme.compositing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;

class CompositorTest {
  private static final int SIZE = 40;

  @Test
  void nothingOfTheRealFrameIsSeenInsideTheMask() {
    GrayImage mask = square(10, 20);
    RgbImage plate = filled(20, 40, 60);
    Layer head = layer(12, 16, 0.7f);
    RgbImage one = Compositor.overFrame(head, filled(200, 100, 50), mask, plate);
    RgbImage two = Compositor.overFrame(head, noise(3), mask, plate);
    for (int y = 10; y < 30; y++) {
      for (int x = 10; x < 30; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(one.get(x, y, c)).isEqualTo(two.get(x, y, c));
        }
      }
    }
    assertThat(one.get(11, 11, 1)).as("uncovered: plate").isEqualTo(40);
    assertThat(one.get(5, 5, 0)).as("outside: frame").isEqualTo(200);
  }

  @Test
  void opacityMixesPremultipliedColourWithWhatIsBehind() {
    Layer head = layer(0, SIZE, 0.25f);
    RgbImage out = Compositor.over(head, 0xff8000);
    assertThat(out.get(3, 3, 0)).isEqualTo((int) (0.25 * 0.5 * 255 + 0.75 * 255 + 0.5));
    assertThat(out.get(3, 3, 2)).isEqualTo((int) (0.25 * 0.5 * 255 + 0.5));
    RgbaImage straight =
        RgbaImage.between(Compositor.over(head, 0), Compositor.over(head, 0xffffff));
    assertThat(straight.get(3, 3, 0)).isCloseTo(128, within(2));
    assertThat(straight.get(3, 3, 3)).isCloseTo(64, within(1));
  }

  @Test
  void picturesOfAnotherSizeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compositor.over(layer(0, 4, 1), new RgbImage(SIZE, SIZE + 1)))
        .withMessageContaining("40x41");
  }

  @Test
  void pastingLeavesTheSourceAloneAwayFromTheHead() {
    RgbImage source = new RgbImage(100, 80);
    new Random(8).nextBytes(source.data());
    Rectangle crop = new Rectangle(30, 20, SIZE, SIZE);
    RgbImage frame = cut(source, crop);
    GrayImage mask = square(15, 10);
    Layer head = layer(15, 10, 1);
    RgbImage out = SourceFrame.paste(source, crop, head, frame, mask, filled(9, 9, 9));
    assertThat(out.get(30 + 20, 20 + 20, 0)).as("the head").isEqualTo(128);
    int touched = 0;
    for (int y = 0; y < 80; y++) {
      for (int x = 0; x < 100; x++) {
        boolean near = x >= 30 + 9 && x < 30 + 31 && y >= 20 + 9 && y < 20 + 31;
        boolean same = out.get(x, y, 1) == source.get(x, y, 1);
        touched += same ? 0 : 1;
        assertThat(same || near).as("%d,%d", x, y).isTrue();
      }
    }
    assertThat(touched).isBetween(80, 120);
  }

  @Test
  void aStepOfColourAtTheSeamIsTakenOffTheHead() {
    RgbImage source = filled(100, 100, 100);
    Rectangle all = new Rectangle(0, 0, SIZE, SIZE);
    Layer head = new Layer(SIZE, SIZE, new float[SIZE * SIZE * 4]);
    for (int i = 0; i < SIZE * SIZE; i++) {
      Arrays.fill(head.rgba(), i * 4, i * 4 + 3, 106 / 255f);
      head.rgba()[i * 4 + 3] = 1;
    }
    RgbImage out = SourceFrame.paste(source, all, head, source, square(10, 20), source);
    assertThat(out.get(10, 20, 0)).as("at the mask's border").isBetween(99, 101);
  }

  /** The person goes on beyond the crop: a patch that is all wrong must not show where it ends. */
  @Test
  void aBorderOfTheCropThatRunsThroughThePersonIsNoEdge() {
    RgbImage source = new RgbImage(100, 80);
    Arrays.fill(source.data(), (byte) 100);
    Rectangle crop = new Rectangle(30, 40, SIZE, SIZE);
    RgbImage frame = cut(source, crop);
    Layer head = new Layer(SIZE, SIZE, new float[SIZE * SIZE * 4]);
    Arrays.fill(head.rgba(), 1);
    RgbImage out = SourceFrame.paste(source, crop, head, frame, square(0, SIZE), filled(0, 0, 0));
    for (int x = 0; x < 99; x++) {
      int step = Math.abs(out.get(x + 1, 60, 0) - out.get(x, 60, 0));
      assertThat(step).as("beside column %d", x).isLessThan(20);
    }
    assertThat(out.get(50, 58, 0)).as("the middle is the patch").isGreaterThan(250);
    assertThat(out.get(50, 79, 0)).as("the source's own border").isGreaterThan(250);
    assertThat(out.get(30, 60, 0)).as("the crop's border").isBetween(100, 101);
  }

  private static GrayImage square(int from, int size) {
    GrayImage mask = new GrayImage(SIZE, SIZE);
    for (int y = from; y < from + size; y++) {
      for (int x = from; x < from + size; x++) {
        mask.set(x, y, 255);
      }
    }
    return mask;
  }

  /** A square of mid grey of the given opacity. */
  private static Layer layer(int from, int size, float opacity) {
    Layer layer = new Layer(SIZE, SIZE, new float[SIZE * SIZE * 4]);
    for (int y = from; y < from + size; y++) {
      for (int x = from; x < from + size; x++) {
        int i = (y * SIZE + x) * 4;
        Arrays.fill(layer.rgba(), i, i + 3, 0.5f * opacity);
        layer.rgba()[i + 3] = opacity;
      }
    }
    return layer;
  }

  private static RgbImage filled(int r, int g, int b) {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      picture.set(i % SIZE, i / SIZE, r, g, b);
    }
    return picture;
  }

  private static RgbImage noise(long seed) {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    new Random(seed).nextBytes(picture.data());
    return picture;
  }

  private static RgbImage cut(RgbImage source, Rectangle crop) {
    RgbImage cut = new RgbImage(crop.width(), crop.height());
    for (int y = 0; y < crop.height(); y++) {
      for (int x = 0; x < crop.width(); x++) {
        int u = crop.x() + x;
        int v = crop.y() + y;
        cut.set(x, y, source.get(u, v, 0), source.get(u, v, 1), source.get(u, v, 2));
      }
    }
    return cut;
  }
}
