package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/** The picture measures on pictures whose figures are known beforehand. */
class PictureMetricsTest {
  private static RgbImage grey(int width, int height, IntBinaryOperator value) {
    RgbImage image = new RgbImage(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int v = value.applyAsInt(x, y);
        image.set(x, y, v, v, v);
      }
    }
    return image;
  }

  @Test
  void aPictureOffByOneEverywhereHasTheTextbookFigure() {
    RgbImage a = grey(20, 10, (x, y) -> 200);
    RgbImage b = grey(20, 10, (x, y) -> 199);
    assertThat(Psnr.whole(a, b)).isCloseTo(48.1308, within(1e-4));
  }

  @Test
  void psnrCountsAllThreeChannels() {
    RgbImage a = grey(4, 4, (x, y) -> 10);
    RgbImage b = a.copy();
    for (int i = 0; i < 16; i++) {
      b.data()[i * 3 + 2] = 13;
    }
    assertThat(Psnr.whole(a, b)).isCloseTo(10 * Math.log10(255. * 255 * 3 / 9), within(1e-9));
  }

  @Test
  void psnrLooksInsideItsRectangleAndItsMaskOnly() {
    RgbImage a = grey(16, 16, (x, y) -> 100);
    RgbImage b = grey(16, 16, (x, y) -> x < 8 ? 100 : 110);
    assertThat(Psnr.inside(a, b, new Rectangle(0, 3, 8, 5))).isEqualTo(Psnr.CEILING);
    assertThat(Psnr.inside(a, b, new Rectangle(8, 0, 8, 16))).isCloseTo(28.1308, within(1e-4));
    GrayImage mask = new GrayImage(16, 16);
    mask.set(2, 2, 255);
    mask.set(12, 2, 255);
    assertThat(Psnr.inside(a, b, mask)).isCloseTo(28.1308 + 10 * Math.log10(2), within(1e-4));
    assertThat(Psnr.inside(a, b, new GrayImage(16, 16))).isNaN();
  }

  @Test
  void aPictureIsWhollySimilarToItself() {
    Random random = new Random(3);
    RgbImage a = grey(40, 30, (x, y) -> random.nextInt(256));
    assertThat(Ssim.whole(a, a)).isCloseTo(1, within(1e-6));
  }

  @Test
  void flatPicturesAreComparedByTheirBrightnessAlone() {
    double c1 = 6.5025;
    double expected = (2 * 100. * 150 + c1) / (100. * 100 + 150. * 150 + c1);
    assertThat(Ssim.whole(grey(20, 20, (x, y) -> 100), grey(20, 20, (x, y) -> 150)))
        .isCloseTo(expected, within(1e-4));
  }

  @Test
  void aNegativeIsDissimilar() {
    Random random = new Random(5);
    RgbImage a = grey(60, 60, (x, y) -> 28 + random.nextInt(200));
    RgbImage b = grey(60, 60, (x, y) -> 255 - a.get(x, y, 0));
    assertThat(Ssim.whole(a, b)).isLessThan(-.8);
  }

  @Test
  void noiseOfKnownVarianceHasItsKnownSimilarity() {
    // Uncorrelated around one mean, every window sees variances s² and a covariance of about 0:
    // SSIM → C2 / (2 s² + C2).
    Random random = new Random(7);
    RgbImage a =
        grey(
            256,
            256,
            (x, y) -> (int) Math.round(128 + 20 * Math.clamp(random.nextGaussian(), -3, 3)));
    RgbImage b =
        grey(
            256,
            256,
            (x, y) -> (int) Math.round(128 + 20 * Math.clamp(random.nextGaussian(), -3, 3)));
    assertThat(Ssim.whole(a, b)).isCloseTo(58.5225 / (800 + 58.5225), within(.02));
  }

  @Test
  void anAreaSmallerThanTheWindowHasNoSimilarity() {
    RgbImage a = grey(20, 20, (x, y) -> 9);
    assertThat(Ssim.inside(a, a, new Rectangle(0, 0, 10, 20))).isNaN();
  }

  /**
   * Vertical edges every 32 px from dark to bright and back, each half a cosine of {@code ramp}
   * pixels.
   */
  private static RgbImage ramps(int ramp, int low, int high) {
    return grey(
        128,
        128,
        (x, y) -> {
          int phase = x % 64;
          double t = phase < 32 ? phase - 16 + ramp / 2. : 48 - phase + ramp / 2.;
          double rise = .5 - .5 * Math.cos(Math.PI * Math.clamp(t / ramp, 0, 1));
          return (int) Math.round(low + (high - low) * rise);
        });
  }

  private static double sharpness(RgbImage image) {
    return Cpbd.inside(image, new Rectangle(0, 0, image.width(), image.height()));
  }

  @Test
  void hardEdgesAreSharpAndWideOnesAreNot() {
    assertThat(sharpness(ramps(1, 40, 220))).isEqualTo(1);
    assertThat(sharpness(ramps(12, 40, 220))).isEqualTo(0);
  }

  @Test
  void fourPixelsAreTooWideAtHighContrastOnly() {
    assertThat(sharpness(ramps(4, 40, 220))).isEqualTo(0);
    assertThat(sharpness(ramps(4, 100, 140))).isEqualTo(1);
  }

  @Test
  void aFlatPictureHasNoSharpness() {
    assertThat(sharpness(grey(128, 128, (x, y) -> 77))).isNaN();
    assertThat(sharpness(grey(50, 50, (x, y) -> x % 9 < 4 ? 0 : 255))).isNaN();
  }

  @Test
  void blocksAreLaidAroundTheMouthInsideThePicture() {
    assertThat(Cpbd.blocksAround(new Rectangle(200, 300, 90, 90), 512, 512))
        .isEqualTo(new Rectangle(181, 281, 128, 128));
    assertThat(Cpbd.blocksAround(new Rectangle(470, 480, 40, 30), 512, 512))
        .isEqualTo(new Rectangle(448, 448, 64, 64));
    assertThat(Cpbd.blocksAround(new Rectangle(0, 0, 300, 20), 256, 256))
        .isEqualTo(new Rectangle(0, 0, 256, 64));
  }

  @Test
  void theHeadBoxHoldsTheWholeMask() {
    GrayImage mask = new GrayImage(64, 64);
    mask.set(30, 20, 255);
    mask.set(12, 41, 128);
    mask.set(60, 60, 127);
    assertThat(RealFrame.bounds(mask)).isEqualTo(new Rectangle(12, 20, 19, 22));
    assertThat(RealFrame.bounds(new GrayImage(8, 8))).isNull();
  }
}
