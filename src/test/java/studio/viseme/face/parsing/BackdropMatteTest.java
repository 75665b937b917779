package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** Strands of known alpha over a patterned wall. */
class BackdropMatteTest {
  private static final int SIZE = 128;

  private final RgbImage wall = new RgbImage(SIZE, SIZE);
  private final RgbImage picture = new RgbImage(SIZE, SIZE);
  private final float[] alpha = new float[SIZE * SIZE];
  private final byte[] labels = new byte[SIZE * SIZE];

  /** Hair below row 70, strands up to row 58 that grow thin; light changed by {@code shift}. */
  private void paint(int shift) {
    Random random = new Random(5);
    for (int y = 0, i = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++, i++) {
        labels[i] = (byte) (y >= 66 ? FaceRegion.HAIR.code() : 0);
        alpha[i] = y >= 70 ? 1 : y < 58 || x % 4 > 1 ? 0 : (y - 57) / 13f;
        int shade = random.nextInt(40);
        int[] hair = {50 + shade, 34 + shade * 3 / 4, 24 + shade / 2};
        for (int c = 0; c < 3; c++) {
          int behind = 150 + 20 * c + (x / 9 + y / 7) % 2 * 30;
          wall.data()[3 * i + c] = (byte) behind;
          double mixed = alpha[i] * hair[c] + (1 - alpha[i]) * (behind + shift);
          picture.data()[3 * i + c] = (byte) Math.round(mixed + 2 * random.nextGaussian());
        }
      }
    }
  }

  /** Mean error in the strands' rows before and after. */
  private double[] errors(GrayImage reliability) {
    GrayImage band = BoundaryBand.of(labels, SIZE, SIZE).outline();
    FloatPlane matte = new FloatPlane(SIZE, SIZE);
    for (int i = 0; i < alpha.length; i++) {
      // What a guided filter says: a smooth ramp without strands.
      matte.data()[i] = Math.clamp((i / SIZE - 59) / 14f, 0, 1);
    }
    double before = error(matte);
    BackgroundPlate plate = new BackgroundPlate(wall, reliability);
    BackdropMatte.refine(picture, picture, labels, band, plate, plate, matte);
    return new double[] {before, error(matte)};
  }

  private double error(FloatPlane matte) {
    double sum = 0;
    int n = 0;
    for (int i = 60 * SIZE; i < 70 * SIZE; i++, n++) {
      sum += Math.abs(matte.data()[i] - alpha[i]);
    }
    return sum / n;
  }

  @Test
  void strandsAreSolvedAgainstAKnownWall() {
    paint(0);
    double[] errors = errors(all(255));
    assertThat(errors[0]).as("without").isGreaterThan(0.2);
    assertThat(errors[1]).as("with the matte").isLessThan(0.07);
  }

  @Test
  void lightThatChangedSinceThePlateIsFollowed() {
    paint(-12);
    assertThat(errors(all(255))[1]).isLessThan(0.08);
  }

  @Test
  void whereThePlateIsUnknownTheWallNearbyStandsIn() {
    paint(0);
    double[] errors = errors(all(0));
    assertThat(errors[1]).isLessThan(0.6 * errors[0]);
  }

  private static GrayImage all(int value) {
    GrayImage out = new GrayImage(SIZE, SIZE);
    Arrays.fill(out.data(), (byte) value);
    return out;
  }
}
