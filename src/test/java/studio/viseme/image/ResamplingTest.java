package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  @Test
  void areaWeighsEachSourcePixelByWhatItCovers() {
    FloatPlane line = new FloatPlane(3, 1, new float[] {3, 6, 12});
    // 3 pixels in 2: the first covers 1 + ½, the second ½ + 1.
    assertThat(Resampling.area(line, 2, 1).data())
        .containsExactly((3 + 6 / 2f) / 1.5f, (6 / 2f + 12) / 1.5f);
  }

  @Test
  void areaKeepsTheMean() {
    FloatPlane noise = noise(37, 23);
    assertThat(mean(Resampling.area(noise, 10, 7))).isCloseTo(mean(noise), within(1e-5));
  }

  @Test
  void halfIsAreaByTwo() {
    RgbImage image = noiseImage(18, 10);
    assertThat(Resampling.half(image).data()).isEqualTo(Resampling.area(image, 9, 5).data());
  }

  @Test
  void bilinearReproducesARampInPixelCentres() {
    FloatPlane ramp = new FloatPlane(8, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        ramp.set(x, y, 2 * (x + 0.5f) + 3 * (y + 0.5f));
      }
    }
    FloatPlane large = Resampling.bilinear(ramp, 24, 16);
    for (int y = 1; y < 15; y++) {
      for (int x = 1; x < 23; x++) {
        assertThat(large.get(x, y))
            .isCloseTo(2 * (x + 0.5f) / 3 + 3 * (y + 0.5f) / 2, within(1e-4f));
      }
    }
  }

  @Test
  void warpByWholePixelsIsACrop() {
    RgbImage image = noiseImage(20, 15);
    RgbImage moved =
        Resampling.warp(image, AffineMap.translation(4, 3), 10, 8, Resampling.Border.ZERO);
    assertThat(moved.data()).isEqualTo(Resampling.crop(image, new Rectangle(4, 3, 10, 8)).data());
  }

  @Test
  void warpIsBlackOutside() {
    RgbImage white = new RgbImage(4, 4);
    Arrays.fill(white.data(), (byte) 255);
    RgbImage wide =
        Resampling.warp(white, AffineMap.translation(-2.5, 0), 4, 4, Resampling.Border.ZERO);
    assertThat(wide.get(0, 0, 0)).isZero();
    assertThat(wide.get(1, 0, 0)).isZero();
    assertThat(wide.get(2, 0, 0)).as("half in, half out").isEqualTo(128);
    assertThat(wide.get(3, 0, 0)).isEqualTo(255);
  }

  @Test
  void aQuarterTurnMovesPixelsWhereItShould() {
    RgbImage image = noiseImage(5, 5);
    AffineMap turn =
        AffineMap.translation(2.5, 2.5)
            .times(AffineMap.similarity(1, Math.PI / 2, 0, 0))
            .times(AffineMap.translation(-2.5, -2.5));
    RgbImage turned = Resampling.warp(image, turn, 5, 5, Resampling.Border.CLAMP);
    // Target (x, y) shows source (-(y − c) + c, (x − c) + c).
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(turned.get(x, y, 1)).isCloseTo(image.get(4 - y, x, 1), within(1));
      }
    }
    AffineMap back = turn.inverse().times(turn);
    assertThat(back.applyX(3, 1)).isCloseTo(3, within(1e-12));
    assertThat(back.applyY(3, 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void cropOutsideIsRefused() {
    assertThatThrownBy(() -> Resampling.crop(new RgbImage(4, 4), new Rectangle(1, 0, 4, 4)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nearestKeepsLabels() {
    GrayImage labels = new GrayImage(2, 1, new byte[] {3, 7});
    assertThat(Resampling.nearest(labels, 5, 1).data()).containsExactly(3, 3, 7, 7, 7);
  }

  static FloatPlane noise(int w, int h) {
    Random random = new Random(1);
    FloatPlane plane = new FloatPlane(w, h);
    for (int i = 0; i < w * h; i++) {
      plane.data()[i] = random.nextFloat();
    }
    return plane;
  }

  static RgbImage noiseImage(int w, int h) {
    RgbImage image = new RgbImage(w, h);
    new Random(2).nextBytes(image.data());
    return image;
  }

  private static double mean(FloatPlane plane) {
    double sum = 0;
    for (float v : plane.data()) {
      sum += v;
    }
    return sum / plane.data().length;
  }
}
