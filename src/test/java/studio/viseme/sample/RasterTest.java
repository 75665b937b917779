package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RasterTest {
  private static final byte[] ONE = {1};

  private static Raster cleared(int size) {
    Raster raster = new Raster(size, size);
    raster.clear(new float[size * size * 3]);
    return raster;
  }

  @Test
  void neighboursLeaveNoGap() {
    // a fan of thin triangles around a crooked centre covers the whole square
    Random random = new Random(3);
    int spokes = 97;
    float[] screen = new float[(spokes + 1) * 3];
    screen[0] = 31.37f;
    screen[1] = 33.91f;
    screen[2] = 1;
    int[] triangles = new int[spokes * 3];
    for (int i = 0; i < spokes; i++) {
      double angle = -2 * Math.PI * (i + 0.3 * random.nextDouble()) / spokes;
      screen[3 * i + 3] = 32 + (float) (80 * Math.cos(angle));
      screen[3 * i + 4] = 32 + (float) (80 * Math.sin(angle));
      screen[3 * i + 5] = 1;
      triangles[3 * i] = 0;
      triangles[3 * i + 1] = i + 1;
      triangles[3 * i + 2] = (i + 1) % spokes + 1;
    }
    Raster raster = cleared(64);
    raster.draw(triangles, screen, new float[screen.length], 1, ONE, false, (v, rgb) -> rgb[0] = 1);
    for (byte region : raster.region) {
      assertThat(region).isEqualTo((byte) 1);
    }
  }

  @Test
  void theNearerWinsInAnyOrder() {
    float[] screen = {0, 0, 1, 0, 40, 1, 40, 0, 1, 0, 0, 2, 0, 40, 2, 40, 0, 2};
    for (int[] order : new int[][] {{0, 1, 2, 3, 4, 5}, {3, 4, 5, 0, 1, 2}}) {
      Raster raster = cleared(16);
      raster.draw(
          order, screen, new float[] {1, 1, 1, 2, 2, 2}, 1, ONE, false, (v, rgb) -> rgb[0] = v[0]);
      assertThat(raster.color[3 * 17]).isEqualTo(2);
      assertThat(raster.inverseDepth[17]).isEqualTo(2);
    }
  }

  @Test
  void valuesAreInterpolatedAtTheMiddleOfASample() {
    float[] screen = {0, 0, 1, 0, 32, 1, 32, 0, 1};
    Raster raster = cleared(16);
    raster.draw(
        new int[] {0, 1, 2},
        screen,
        new float[] {0, 0, 32},
        1,
        ONE,
        false,
        (v, rgb) -> rgb[0] = v[0]);
    for (int x = 0; x < 16; x++) {
      assertThat(raster.color[3 * (5 * 16 + x)]).isCloseTo(x + 0.5f, within(1e-3f));
    }
  }

  @Test
  void whatTurnsItsBackIsNotDrawn() {
    float[] screen = {0, 0, 1, 0, 40, 1, 40, 0, 1};
    int[] back = {0, 2, 1};
    Raster raster = cleared(16);
    raster.draw(back, screen, new float[3], 1, ONE, false, (v, rgb) -> rgb[0] = 1);
    assertThat(raster.region[17]).isZero();
    raster.draw(back, screen, new float[3], 1, ONE, true, (v, rgb) -> rgb[0] = 1);
    assertThat(raster.region[17]).isEqualTo((byte) 1);
  }
}
