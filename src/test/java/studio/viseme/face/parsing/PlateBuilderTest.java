package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;

class PlateBuilderTest {
  private static final int W = 64;
  private static final int H = 48;
  private static final int FRAMES = 20;

  /**
   * A ramp; a wall at the left flickers; a "person" sways in the middle and covers columns 26 … 37
   * in every frame.
   */
  private static BackgroundPlate plate() {
    PlateBuilder builder = new PlateBuilder(W, H, FRAMES);
    Random random = new Random(1);
    for (int k = 0; k < FRAMES; k++) {
      RgbImage frame = new RgbImage(W, H);
      FloatPlane person = new FloatPlane(W, H);
      int middle = 32 + (k % 5) - 2;
      for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
          int wall = x < 8 ? 100 + random.nextInt(-60, 61) : 60 + 2 * x + random.nextInt(-3, 4);
          frame.set(x, y, wall, wall / 2, 255 - wall);
          if (Math.abs(x - middle) <= 7) {
            frame.set(x, y, 250, 250, 0);
            person.set(x, y, 1);
          }
        }
      }
      builder.put(k, frame, person);
    }
    return builder.build();
  }

  @Test
  void theMedianForgetsNoiseAndThePersonNeverShows() {
    BackgroundPlate plate = plate();
    for (int x = 10; x < 20; x++) {
      assertThat(plate.image().get(x, 20, 0)).isCloseTo(60 + 2 * x, within(2));
    }
    for (int x = 0; x < W; x++) {
      assertThat(plate.image().get(x, 20, 1))
          .as("the person's yellow, column " + x)
          .isLessThan(120);
    }
  }

  @Test
  void reliabilityTellsUnseenMovingAndSteady() {
    BackgroundPlate plate = plate();
    assertThat(plate.reliability().get(32, 20)).isZero();
    assertThat(plate.reliability().get(12, 20)).isGreaterThan(200);
    assertThat(plate.reliability().get(3, 20)).isBetween(1, 90);
  }

  /** A ramp goes on as a ramp, so that no outline of the person is seen. */
  @Test
  void theHoleGoesOnWhereItsRimsEnd() {
    BackgroundPlate plate = plate();
    for (int x = 24; x < 42; x++) {
      assertThat(plate.image().get(x, 24, 0)).as("column %d", x).isCloseTo(60 + 2 * x, within(4));
    }
  }
}
