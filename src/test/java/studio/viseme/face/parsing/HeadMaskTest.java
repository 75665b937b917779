package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;

class HeadMaskTest {
  private static final int SIZE = 40;

  @Test
  void dilationReachesEveryPixelWithinTheRadiusAndNoOther() {
    Random random = new Random(4);
    GrayImage mask = new GrayImage(37, 29);
    for (int i = 0; i < 12; i++) {
      mask.set(random.nextInt(37), random.nextInt(29), 255);
    }
    GrayImage grown = HeadMask.dilate(mask, 4);
    for (int y = 0; y < 29; y++) {
      for (int x = 0; x < 37; x++) {
        assertThat(grown.get(x, y)).as("%d,%d", x, y).isEqualTo(within(mask, x, y, 4) ? 255 : 0);
      }
    }
  }

  @Test
  void anEmptyMaskStaysEmpty() {
    assertThat(HeadMask.dilate(new GrayImage(9, 7), 4).data()).containsOnly(0);
  }

  @Test
  void theMaskIsHeadAndNeckButNotTorso() {
    GrayImage labels = new GrayImage(SIZE, SIZE);
    labels.set(5, 5, FaceRegion.HAIR.code());
    labels.set(20, 20, FaceRegion.NECK.code());
    labels.set(34, 34, FaceRegion.TORSO.code());
    GrayImage mask = HeadMask.of(new Parsing(labels, labels, labels));
    assertThat(mask.get(5, 9)).isEqualTo(255);
    assertThat(mask.get(20, 16)).isEqualTo(255);
    assertThat(mask.get(34, 34)).isZero();
    assertThat(mask.get(5, 10)).isZero();
  }

  private static boolean within(GrayImage mask, int x, int y, int radius) {
    for (int v = 0; v < mask.height(); v++) {
      for (int u = 0; u < mask.width(); u++) {
        if (mask.get(u, v) > 127 && (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius) {
          return true;
        }
      }
    }
    return false;
  }
}
