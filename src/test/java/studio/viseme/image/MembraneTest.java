package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MembraneTest {
  private static final int WIDTH = 101;
  private static final int HEIGHT = 80;

  /** A slope in both directions: harmonic, so a membrane is just that. */
  private static int slope(int x, int y) {
    return 20 + x + y / 2;
  }

  private static RgbImage slopes() {
    RgbImage image = new RgbImage(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.set(x, y, slope(x, y), 200 - slope(x, y), 77);
      }
    }
    return image;
  }

  private static boolean inHole(int x, int y) {
    return Math.hypot(x - 50, y - 38) < 30;
  }

  @Test
  void aHoleInASlopeIsTheSlope() {
    RgbImage image = slopes();
    GrayImage known = new GrayImage(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        known.set(x, y, inHole(x, y) ? 0 : 1);
        if (inHole(x, y)) {
          image.set(x, y, 255, 0, 255);
        }
      }
    }
    RgbImage filled = Membrane.fill(image, known);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int off = inHole(x, y) ? 2 : 0;
        assertThat(filled.get(x, y, 0)).isCloseTo(slope(x, y), within(off));
        assertThat(filled.get(x, y, 1)).isCloseTo(200 - slope(x, y), within(off));
        assertThat(filled.get(x, y, 2)).isCloseTo(77, within(off));
      }
    }
    assertThat(image.get(50, 38, 0)).as("the picture given").isEqualTo(255);
  }

  /** A hole at the picture's edge goes on from the other side, as a person's does below. */
  @Test
  void aHoleAtTheEdgeHasTheColourBesideIt() {
    RgbImage image = new RgbImage(WIDTH, HEIGHT);
    GrayImage known = new GrayImage(WIDTH, HEIGHT);
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < 30; y++) {
        image.set(x, y, 90, 120, 150);
        known.set(x, y, 255);
      }
    }
    RgbImage filled = Membrane.fill(image, known);
    for (int y = 30; y < HEIGHT; y++) {
      assertThat(filled.get(40, y, 2)).isCloseTo(150, within(1));
    }
  }

  @Test
  void whereNothingIsKnownItIsGrey() {
    RgbImage filled = Membrane.fill(new RgbImage(9, 5), new GrayImage(9, 5));
    for (byte value : filled.data()) {
      assertThat(value & 0xff).isEqualTo(128);
    }
  }
}
