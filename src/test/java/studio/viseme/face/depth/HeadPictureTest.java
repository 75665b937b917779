package studio.viseme.face.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** A ball of 10 cm, red in front and blue behind, 60 cm away. */
class HeadPictureTest {
  private static final int SIZE = 200;
  private static final int AROUND = 48;
  private static final int DOWN = 24;
  private static final PinholeCamera CAMERA = PinholeCamera.centered(SIZE, SIZE, 300);
  private static final Vec3 PLACE = new Vec3(0, 0, 60);

  private final RgbImage picture = plain(30);
  private final HeadMesh mesh = ball();

  @Test
  void theFrontIsSeenLitFromTheCameraAndNothingOutsideChanges() {
    RgbImage seen = over(0, 1);
    assertThat(red(seen, 103, 104)).as("faces the camera").isGreaterThan(190);
    assertThat(red(seen, 146, 104)).as("nearly edge-on").isBetween(40, 140);
    assertThat(blue(seen, 103, 104)).as("the back is hidden").isLessThan(10);
    assertThat(seen.get(10, 10, 0)).isEqualTo(picture.get(10, 10, 0));
    assertThat(red(seen, 160, 100)).as("beside the ball").isEqualTo(30);
    assertThat(picture.data()).as("the frame itself").containsOnly(30);
  }

  @Test
  void turnedRoundItShowsItsBack() {
    RgbImage seen = over(180, 1);
    assertThat(blue(seen, 103, 104)).isGreaterThan(190);
    assertThat(red(seen, 103, 104)).isLessThan(10);
  }

  @Test
  void halfOpaqueItIsHalfTheFrame() {
    int full = red(over(0, 1), 103, 104);
    assertThat(red(over(0, 0.5), 103, 104)).isBetween((full + 28) / 2, (full + 32) / 2);
    assertThat(over(0, 0).data()).isEqualTo(picture.data());
  }

  private RgbImage over(double yaw, double opacity) {
    return HeadPicture.over(
        picture,
        mesh,
        new RigidTransform(new HeadAngles(yaw, 0, 0).toRotation(), PLACE),
        CAMERA,
        opacity);
  }

  private static int red(RgbImage image, int x, int y) {
    return image.get(x, y, 0) & 255;
  }

  private static int blue(RgbImage image, int x, int y) {
    return image.get(x, y, 2) & 255;
  }

  private static RgbImage plain(int grey) {
    RgbImage image = new RgbImage(SIZE, SIZE);
    Arrays.fill(image.data(), (byte) grey);
    return image;
  }

  private static HeadMesh ball() {
    int across = AROUND + 1;
    float[] vertices = new float[3 * across * (DOWN + 1)];
    float[] uv = new float[2 * across * (DOWN + 1)];
    int[] triangles = new int[6 * AROUND * DOWN];
    for (int row = 0, v = 0; row <= DOWN; row++) {
      for (int column = 0; column <= AROUND; column++, v++) {
        double down = Math.PI * row / DOWN;
        double round = 2 * Math.PI * column / AROUND;
        vertices[3 * v] = (float) (10 * Math.sin(down) * Math.sin(round));
        vertices[3 * v + 1] = (float) (10 * Math.cos(down));
        vertices[3 * v + 2] = (float) (-10 * Math.sin(down) * Math.cos(round));
        uv[2 * v] = (float) column / AROUND;
        uv[2 * v + 1] = (float) row / DOWN;
      }
    }
    for (int row = 0, o = 0; row < DOWN; row++) {
      for (int column = 0; column < AROUND; column++) {
        int a = row * across + column;
        int c = a + across;
        for (int corner : new int[] {a, a + 1, c + 1, a, c + 1, c}) {
          triangles[o++] = corner;
        }
      }
    }
    RgbImage texture = new RgbImage(64, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 64; x++) {
        boolean front = x >= 16 && x < 48;
        texture.set(x, y, front ? 200 : 0, 0, front ? 0 : 200);
      }
    }
    return new HeadMesh(vertices, uv, triangles, texture);
  }
}
