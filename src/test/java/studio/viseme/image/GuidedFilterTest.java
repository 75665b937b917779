package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GuidedFilterTest {
  private static final int SIZE = 40;

  @Test
  void boxMeansMatchADirectSum() {
    FloatPlane in = ResamplingTest.noise(13, 9);
    float[] out = new float[13 * 9];
    new BoxFilter(13, 9, 3).mean(in.data(), out);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 13; x++) {
        double sum = 0;
        int n = 0;
        for (int v = Math.max(0, y - 3); v <= Math.min(8, y + 3); v++) {
          for (int u = Math.max(0, x - 3); u <= Math.min(12, x + 3); u++, n++) {
            sum += in.get(u, v);
          }
        }
        assertThat(out[y * 13 + x]).isCloseTo((float) (sum / n), within(1e-5f));
      }
    }
  }

  @Test
  void aPlaneThatIsAffineInTheGuideComesBackUnchanged() {
    RgbImage guide = ResamplingTest.noiseImage(SIZE, SIZE);
    FloatPlane plane = new FloatPlane(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      plane.data()[i] =
          (0.3f * (guide.data()[3 * i] & 255)
                      - 0.5f * (guide.data()[3 * i + 1] & 255)
                      + 0.2f * (guide.data()[3 * i + 2] & 255))
                  / 255
              + 0.4f;
    }
    FloatPlane filtered = new GuidedFilter(guide, 3, 1e-6).filter(plane);
    for (int i = 0; i < SIZE * SIZE; i++) {
      assertThat(filtered.data()[i]).isCloseTo(plane.data()[i], within(2e-3f));
    }
  }

  @Test
  void aNoisyMaskIsSmoothedInsideAndKeepsTheGuidesEdge() {
    RgbImage guide = new RgbImage(SIZE, SIZE);
    FloatPlane mask = new FloatPlane(SIZE, SIZE);
    Random random = new Random(3);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean inside = x >= SIZE / 2;
        guide.set(x, y, inside ? 200 : 40, inside ? 120 : 60, inside ? 90 : 160);
        mask.set(x, y, (inside ? 0.8f : 0.2f) + 0.4f * (random.nextFloat() - 0.5f));
      }
    }
    FloatPlane filtered = new GuidedFilter(guide, 6, 1e-4).filter(mask);
    for (int y = 8; y < SIZE - 8; y++) {
      assertThat(filtered.get(SIZE / 2 - 1, y)).isCloseTo(0.2f, within(0.06f));
      assertThat(filtered.get(SIZE / 2, y)).isCloseTo(0.8f, within(0.06f));
    }
  }

  @Test
  void upsamplingFollowsTheLargeGuidesEdge() {
    RgbImage large = new RgbImage(4 * SIZE, 4 * SIZE);
    // The edge lies at 83, inside a small pixel.
    for (int y = 0; y < 4 * SIZE; y++) {
      for (int x = 0; x < 4 * SIZE; x++) {
        int v = x >= 83 ? 220 : 30;
        large.set(x, y, v, v, v);
      }
    }
    RgbImage small = Resampling.area(large, SIZE, SIZE);
    FloatPlane mask = new FloatPlane(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        mask.set(x, y, x >= 21 ? 1 : 0);
      }
    }
    FloatPlane fine = new GuidedFilter(small, 4, 1e-5).upsample(mask, large);
    assertThat(fine.get(80, 80)).isLessThan(0.15f);
    assertThat(fine.get(86, 80)).isGreaterThan(0.85f);
  }
}
