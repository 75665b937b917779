package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.image.AffineMap;

class FaceCropTest {
  @Test
  void theSquaresMiddleIsTheFacesAndItsTopPointsUpTheFace() {
    FaceCrop crop = new FaceCrop(100, 50, 80, Math.PI / 2);
    AffineMap map = crop.toPicture(20);
    assertThat(map.applyX(10, 10)).isCloseTo(100, within(1e-9));
    assertThat(map.applyY(10, 10)).isCloseTo(50, within(1e-9));
    // Turned a quarter clockwise: the square's right side is the picture's bottom.
    assertThat(map.applyX(20, 10)).isCloseTo(100, within(1e-9));
    assertThat(map.applyY(20, 10)).isCloseTo(90, within(1e-9));
  }

  @Test
  void squaresAreSmoothedWithinARunAndNeverAcrossItsEnds() {
    int n = 120;
    int fit = 80;
    FaceCrop[] crops = new FaceCrop[n];
    for (int i = 0; i < n; i++) {
      double noise = i % 2 == 0 ? 1 : -1;
      crops[i] = i == 40 ? null : new FaceCrop(200 + noise, 150 + i * 0.5, 300 + 2 * noise, 0.1);
    }
    FaceCrop[] smooth = FaceTracker.smooth(crops, new int[crops.length], fit);
    assertThat(smooth[40]).isNull();
    assertThat(smooth[20].centerX()).isCloseTo(200, within(0.05));
    assertThat(smooth[20].centerY()).as("no lag on even motion").isCloseTo(160, within(0.3));

    FaceCrop[] scrambled = crops.clone();
    for (int i = fit; i < n; i++) {
      scrambled[i] = new FaceCrop(50 + i, 60, 100, 1);
    }
    FaceCrop[] other = FaceTracker.smooth(scrambled, new int[crops.length], fit);
    for (int i = 0; i < fit; i++) {
      assertThat(other[i]).isEqualTo(smooth[i]);
    }
  }

  @Test
  void aFastMoveIsNotSmoothedAway() {
    FaceCrop[] crops = new FaceCrop[60];
    for (int i = 0; i < 60; i++) {
      crops[i] = new FaceCrop(200 + 60 * Math.sin(i * 0.8), 150, 300, 0);
    }
    FaceCrop[] smooth = FaceTracker.smooth(crops, new int[crops.length], 60);
    for (int i = 0; i < 60; i++) {
      assertThat(Math.abs(smooth[i].centerX() - crops[i].centerX()))
          .isLessThanOrEqualTo(0.05 * 300 + 1e-9);
    }
  }
}
