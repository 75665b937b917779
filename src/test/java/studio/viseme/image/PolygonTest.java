package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PolygonTest {
  @Test
  void fillsPixelsWhoseCentresLieInside() {
    byte[] map = new byte[8 * 6];
    new Polygon(new double[] {1.4, 4.6, 4.6, 1.4}, new double[] {1.6, 1.6, 3.5, 3.5})
        .fill(map, 8, 6, 9);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 8; x++) {
        // Centres at 1.5 … 4.5 lie inside in x; in y only 2.5, since 3.5 is the open lower border
        // and 1.5 lies above.
        boolean inside = x >= 1 && x <= 4 && y == 2;
        assertThat(map[y * 8 + x]).as(x + "," + y).isEqualTo((byte) (inside ? 9 : 0));
      }
    }
  }

  @Test
  void areaOfADiscAndNoPixelOutsideThePicture() {
    int n = 200;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 30 + 25 * Math.cos(2 * Math.PI * i / n);
      y[i] = 0 + 25 * Math.sin(2 * Math.PI * i / n);
    }
    byte[] map = new byte[64 * 40];
    new Polygon(x, y).fill(map, 64, 40, 1);
    int count = 0;
    for (byte b : map) {
      count += b;
    }
    assertThat((double) count).isCloseTo(Math.PI * 25 * 25 / 2, within(15.0));
  }

  @Test
  void dilationTakesTheLargestInTheWindow() {
    FloatPlane dot = new FloatPlane(7, 7);
    dot.set(3, 3, 1);
    FloatPlane grown = Blur.dilate(dot, 2);
    assertThat(grown.get(1, 5)).isEqualTo(1);
    assertThat(grown.get(0, 3)).isZero();
  }

  @Test
  void gaussianSpreadsByItsSigma() {
    FloatPlane dot = new FloatPlane(101, 101);
    dot.set(50, 50, 1);
    FloatPlane blurred = Blur.gaussian(dot, 6);
    double sum = 0;
    double variance = 0;
    for (int y = 0; y < 101; y++) {
      for (int x = 0; x < 101; x++) {
        sum += blurred.get(x, y);
        variance += blurred.get(x, y) * (x - 50) * (x - 50);
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-3));
    assertThat(Math.sqrt(variance)).isCloseTo(6, within(0.6));
  }
}
