package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/** The rim of a square head, where all counts are known. */
class HeadRimTest {
  private static final int SIZE = 64;

  /** A square of 24 that begins at 20, so that the grown one is of 32 with rounded corners. */
  private static HeadRim square() {
    GrayImage parsed = new GrayImage(SIZE, SIZE);
    for (int y = 20; y < 44; y++) {
      for (int x = 20; x < 44; x++) {
        parsed.set(x, y, 255);
      }
    }
    return Objects.requireNonNull(HeadRim.of(parsed));
  }

  private static RgbImage flat() {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    Arrays.fill(picture.data(), (byte) 100);
    return picture;
  }

  /** Flat but for some pixels that are off. */
  private static RgbImage off(int by, int... xy) {
    RgbImage picture = flat();
    for (int i = 0; i < xy.length; i += 2) {
      picture.set(xy[i], xy[i + 1], 100 + by, 100 + by, 100 + by);
    }
    return picture;
  }

  @Test
  void theRimReachesFourPixelsToEitherSide() {
    HeadRim rim = square();
    assertThat(rim.box()).isEqualTo(new Rectangle(16, 16, 32, 32));
    int[] inRow = new int[SIZE];
    for (int x = 0; x < SIZE; x++) {
      inRow[x] = rim.rim().get(x, 32) >= 128 ? 1 : 0;
    }
    assertThat(Arrays.stream(inRow, 0, 32).sum()).isEqualTo(8);
    assertThat(inRow[15]).isZero();
    assertThat(Arrays.stream(inRow, 16, 24).sum()).isEqualTo(8);
    assertThat(inRow[24]).isZero();
  }

  @Test
  void errorsAreSharedOutByTheirPlace() {
    HeadRim rim = square();
    assertThat(rim.errorShare(flat(), off(10, 32, 32))).isZero();
    assertThat(rim.errorShare(flat(), off(10, 17, 32))).isEqualTo(1);
    assertThat(rim.errorShare(flat(), off(10, 22, 32, 30, 30, 34, 34, 31, 25))).isEqualTo(.25);
    assertThat(rim.errorShare(flat(), off(10, 22, 32, 5, 5))).as("5, 5 is no head").isEqualTo(1);
    assertThat(rim.errorShare(flat(), flat())).isNaN();
  }

  @Test
  void whatIsNoHeadCountsAsFilmed() {
    HeadRim rim = square();
    double one = 10 * Math.log10(255. * 255 * 32 * 32 / 100);
    assertThat(rim.psnr(flat(), off(10, 32, 32))).isCloseTo(one, within(1e-9));
    assertThat(rim.psnr(flat(), off(10, 32, 32, 16, 16, 32, 60))).isCloseTo(one, within(1e-9));
    assertThat(rim.psnr(flat(), flat())).isEqualTo(Psnr.CEILING);
  }

  @Test
  void aHeadIsLaidOverWhatWasFilmed() {
    RgbImage over = square().over(flat(), off(10, 32, 32, 5, 5));
    assertThat(over.data()).isEqualTo(off(10, 32, 32).data());
  }

  @Test
  void whereThePictureEndsThereIsNoSilhouette() {
    GrayImage all = new GrayImage(SIZE, SIZE);
    Arrays.fill(all.data(), (byte) 255);
    HeadRim rim = Objects.requireNonNull(HeadRim.of(all));
    assertThat(rim.errorShare(flat(), off(10, 0, 0, 63, 30, 32, 32))).isZero();
  }

  @Test
  void withoutAHeadThereIsNothingToMeasure() {
    assertThat(HeadRim.of(new GrayImage(SIZE, SIZE))).isNull();
  }
}
