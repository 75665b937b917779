package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

class ReductionTest {
  @Test
  void fourPixelsBecomeOneOfTheirMean() {
    RgbImage picture = new RgbImage(512, 512);
    picture.set(20, 40, 200, 100, 40);
    RgbImage reduced = new Reduction(512, 512).of(picture);
    assertThat(reduced.width()).isEqualTo(256);
    assertThat(reduced.height()).isEqualTo(256);
    RgbImage expected = new RgbImage(256, 256);
    expected.set(10, 20, 50, 25, 10);
    assertThat(reduced.data()).isEqualTo(expected.data());
  }

  @Test
  void smallPicturesStayAsTheyAre() {
    RgbImage picture = new RgbImage(300, 200);
    picture.set(7, 8, 1, 2, 3);
    Reduction reduction = new Reduction(300, 200);
    assertThat(reduction.of(picture).data()).isEqualTo(picture.data());
    assertThat(reduction.of(new Rectangle(3, 4, 5, 6))).isEqualTo(new Rectangle(3, 4, 5, 6));
  }

  @Test
  void aPixelThatIsHalfInsideIsInside() {
    assertThat(new Reduction(512, 512).of(new Rectangle(3, 4, 4, 5)))
        .isEqualTo(new Rectangle(1, 2, 3, 3));
  }

  /** Whole as seen by the corners, whatever the size. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void aReducedRectangleHoldsTheWholeOfIt(
      @ForAll @IntRange(min = 300, max = 2160) int lines,
      @ForAll @IntRange(min = 0, max = 250) int x,
      @ForAll @IntRange(min = 0, max = 250) int y,
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 50) int height) {
    Rectangle reduced = new Reduction(lines, lines).of(new Rectangle(x, y, width, height));
    double scale = 256.0 / lines;
    assertThat((double) reduced.x()).isLessThanOrEqualTo(x * scale + 1e-9);
    assertThat((double) reduced.right()).isGreaterThanOrEqualTo((x + width) * scale - 1e-9);
    assertThat((double) reduced.bottom()).isGreaterThanOrEqualTo((y + height) * scale - 1e-9);
    assertThat(reduced.width()).isLessThan((int) (width * scale) + 3);
  }
}
