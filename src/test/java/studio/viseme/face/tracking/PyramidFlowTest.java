package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.image.MipMap;
import studio.viseme.image.RgbImage;

class PyramidFlowTest {
  private static final int SIZE = 200;
  private final PyramidFlow flow = new PyramidFlow();

  @Test
  void aShiftIsFoundToAFewHundredthsOfAPixel() {
    Random random = new Random(4);
    for (int round = 0; round < 30; round++) {
      double dx = 16 * (random.nextDouble() - 0.5);
      double dy = 16 * (random.nextDouble() - 0.5);
      GrayPyramid from = pyramid(0, 0, 0, 0);
      GrayPyramid to = pyramid(dx, dy, 0, 0);
      double x = 90 + 20 * random.nextDouble();
      double y = 90 + 20 * random.nextDouble();
      assertThat(flow.follow(from, to, x, y)).as("%.2f, %.2f", dx, dy).isTrue();
      assertThat(flow.x - x).isCloseTo(dx, within(0.05));
      assertThat(flow.y - y).isCloseTo(dy, within(0.05));
    }
  }

  @Test
  void halvedPicturesAreMeasuredInWholeOnes() {
    GrayPyramid from = pyramid(0, 0, 0, 1);
    GrayPyramid to = pyramid(3.4, -1.7, 0, 1);
    assertThat(flow.follow(from, to, 100, 100)).isTrue();
    assertThat(flow.x).isCloseTo(103.4, within(0.1));
    assertThat(flow.y).isCloseTo(98.3, within(0.1));
  }

  @Test
  void lightThatChangesMovesNothing() {
    assertThat(flow.follow(pyramid(0, 0, 0, 0), pyramid(2, 1, 25, 0), 100, 100)).isTrue();
    assertThat(flow.x).isCloseTo(102, within(0.05));
    assertThat(flow.y).isCloseTo(101, within(0.05));
  }

  @Test
  void whatCannotBeFollowedIsGivenUp() {
    GrayPyramid picture = pyramid(0, 0, 0, 0);
    RgbImage wall = new RgbImage(SIZE, SIZE);
    Arrays.fill(wall.data(), (byte) 120);
    GrayPyramid flat = GrayPyramid.of(new MipMap(wall), 0);
    assertThat(flow.follow(flat, flat, 100, 100)).as("no texture").isFalse();
    assertThat(flow.follow(picture, picture, 3, 100)).as("at the rim").isFalse();
    assertThat(flow.follow(picture, picture, Double.NaN, 100)).isFalse();
    RgbImage noise = new RgbImage(SIZE, SIZE);
    new Random(2).nextBytes(noise.data());
    assertThat(flow.follow(picture, GrayPyramid.of(new MipMap(noise), 0), 100, 100))
        .as("covered by something else")
        .isFalse();
  }

  /** A picture of waves, shifted, and brighter by so much. */
  private static GrayPyramid pyramid(double dx, double dy, int brighter, int finest) {
    RgbImage image = new RgbImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double u = x - dx;
        double v = y - dy;
        double wave =
            Math.sin(0.31 * u + 0.07 * v)
                + Math.sin(0.05 * u - 0.23 * v)
                + 1.5 * Math.sin(0.045 * u + 0.038 * v);
        int value = (int) Math.round(110 + 25 * wave) + brighter;
        image.set(x, y, value, value, value);
      }
    }
    return GrayPyramid.of(new MipMap(image), finest);
  }
}
