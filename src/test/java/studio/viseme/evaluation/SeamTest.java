package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** Seams whose visibility is known beforehand. */
class SeamTest {
  private static final int SIZE = 64;

  private static GrayImage square() {
    GrayImage mask = new GrayImage(SIZE, SIZE);
    for (int y = 20; y < 44; y++) {
      for (int x = 20; x < 44; x++) {
        mask.set(x, y, 255);
      }
    }
    return mask;
  }

  /** Flat, with another brightness inside the mask and noise all over. */
  private static RgbImage picture(int outside, int inside, int noise, long seed) {
    Random random = new Random(seed);
    GrayImage mask = square();
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int v = mask.get(x, y) > 0 ? inside : outside;
        int n = noise == 0 ? 0 : random.nextInt(2 * noise + 1) - noise;
        picture.set(x, y, v + n, v + n, v + n);
      }
    }
    return picture;
  }

  @Test
  void aStepOnAFlatPictureIsSeenAsItIs() {
    RgbImage real = picture(100, 100, 0, 1);
    assertThat(Seam.visibility(real, picture(100, 110, 0, 1), square()))
        .isCloseTo(10, within(1e-9));
    assertThat(Seam.visibility(real, real, square())).isZero();
  }

  @Test
  void aStepThatIsThereInTheRealFrameIsNoSeam() {
    RgbImage real = picture(100, 140, 0, 1);
    assertThat(Seam.visibility(real, picture(100, 140, 0, 1), square())).isZero();
    assertThat(Seam.visibility(real, picture(100, 120, 0, 1), square())).isZero();
    assertThat(Seam.visibility(real, picture(100, 146, 0, 1), square())).isCloseTo(6, within(1e-9));
  }

  @Test
  void aStepInOneChannelIsSharedOut() {
    RgbImage real = picture(100, 100, 0, 1);
    RgbImage shown = picture(100, 100, 0, 1);
    for (int y = 20; y < 44; y++) {
      for (int x = 20; x < 44; x++) {
        shown.set(x, y, 112, 100, 100);
      }
    }
    assertThat(Seam.visibility(real, shown, square())).isCloseTo(12 / Math.sqrt(3), within(1e-9));
  }

  @Test
  void noiseNeitherMakesASeamNorHidesOne() {
    RgbImage real = picture(100, 100, 6, 1);
    assertThat(Seam.visibility(real, picture(100, 100, 6, 2), square())).isLessThan(1);
    assertThat(Seam.visibility(real, picture(100, 120, 0, 2), square())).isBetween(17., 20.);
  }

  @Test
  void whereTheMaskEndsWithThePictureThereIsNoSeam() {
    GrayImage all = new GrayImage(SIZE, SIZE);
    Arrays.fill(all.data(), (byte) 255);
    RgbImage picture = picture(100, 120, 0, 1);
    assertThat(Seam.visibility(picture, picture, all)).isNaN();
  }
}
