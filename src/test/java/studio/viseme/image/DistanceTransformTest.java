package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistanceTransformTest {
  /** Every pixel against every pixel above 127. */
  private static float[] byTrying(GrayImage mask) {
    int width = mask.width();
    float[] squared = new float[width * mask.height()];
    for (int i = 0; i < squared.length; i++) {
      squared[i] = 1e12f;
      for (int j = 0; j < squared.length; j++) {
        if (mask.data()[j] < 0) {
          float dx = i % width - j % width;
          float dy = i / width - j / width;
          squared[i] = Math.min(squared[i], dx * dx + dy * dy);
        }
      }
    }
    return squared;
  }

  @Test
  void distancesAreExact() {
    SplittableRandom random = new SplittableRandom(3);
    for (int[] size : new int[][] {{1, 1}, {1, 23}, {31, 1}, {17, 40}, {40, 17}}) {
      for (int share : new int[] {2, 15, 200, 5000}) {
        GrayImage mask = new GrayImage(size[0], size[1]);
        for (int i = 0; i < mask.data().length; i++) {
          mask.data()[i] = (byte) (random.nextInt(share) == 0 ? 128 : random.nextInt(128));
        }
        assertThat(DistanceTransform.squared(mask))
            .as("%d x %d, one in %d", size[0], size[1], share)
            .isEqualTo(byTrying(mask));
      }
    }
  }

  @Test
  void nothingIsFarFromEverywhere() {
    assertThat(DistanceTransform.squared(new GrayImage(5, 3))).containsOnly(1e12f);
  }
}
