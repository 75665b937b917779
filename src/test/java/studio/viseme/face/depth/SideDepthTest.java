package studio.viseme.face.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** A head that looks into the camera from 80 cm away, seen with the pixels told by hand. */
class SideDepthTest {
  private static final int SIZE = 256;
  private static final double AWAY = 80;
  private static final PinholeCamera CAMERA = PinholeCamera.centered(SIZE, SIZE, 500);
  private static final RigidTransform POSE =
      new RigidTransform(new Quaternion(0, 1, 0, 0), new Vec3(0, 0, AWAY));

  private final GrayImage labels = new GrayImage(SIZE, SIZE);
  private final FloatPlane depth = new FloatPlane(SIZE, SIZE);

  /** Labels the pixels that show a part of the plane through the head's origin. */
  private void label(FaceRegion region, double left, double right, double low, double high) {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double u = (x + 0.5 - CAMERA.centerX()) / CAMERA.focal() * AWAY;
        double v = -(y + 0.5 - CAMERA.centerY()) / CAMERA.focal() * AWAY;
        if (u >= left && u <= right && v >= low && v <= high) {
          labels.data()[y * SIZE + x] = (byte) region.code();
        }
      }
    }
  }

  /** Head space z where a pixel shows a place of the plane through the head's origin. */
  private double z(double u, double v) {
    int x = (int) (CAMERA.centerX() + u / AWAY * CAMERA.focal());
    int y = (int) (CAMERA.centerY() - v / AWAY * CAMERA.focal());
    return AWAY - depth.get(x, y);
  }

  private void draw() {
    Arrays.fill(depth.data(), (float) AWAY + 2);
    new SideDepth(FaceMesh.canonicalShape(), CAMERA)
        .draw(depth, new DepthRaster(SIZE, SIZE), labels, POSE);
  }

  @Test
  void skinBesideTheFaceIsAnEarBehindIt() {
    label(FaceRegion.HEAD_SKIN, -9.5, 9.5, -8, 11);
    draw();
    assertThat(z(-9, 1)).isCloseTo(-4.8, within(0.01));
    assertThat(z(9, 1)).isCloseTo(-4.8, within(0.01));
    assertThat(z(9, 9)).as("above the ears nothing changes").isCloseTo(-2, within(0.01));
    assertThat(z(6, 1)).as("nor on the face").isCloseTo(-2, within(0.01));
  }

  @Test
  void longHairHangsBesideTheFaceAndBehindTheThroat() {
    label(FaceRegion.HAIR, -12, 12, -10, 10);
    draw();
    assertThat(z(9.5, -3)).isCloseTo(-0.3, within(0.05));
    assertThat(z(5, -6)).as("behind the throat").isLessThan(-6);
    assertThat(z(11.9, -3)).as("round at its border").isLessThan(-1);
    assertThat(z(0, 9.8)).as("on top nothing changes").isCloseTo(-2, within(0.01));
  }

  @Test
  void hairThatLiesOnTheChestComesForward() {
    label(FaceRegion.HAIR, 4, 11, -19, 8);
    draw();
    assertThat(z(8, -18)).isGreaterThan(z(8, -11) + 2);
  }

  @Test
  void aLockOnTheChestIsFlatterThanACurtain() {
    label(FaceRegion.HAIR, 4, 11, -19, 8);
    draw();
    double round = z(9.5, -8) - z(10.9, -8);
    double flat = z(9.5, -18) - z(10.9, -18);
    assertThat(round).isGreaterThan(1);
    assertThat(flat).isBetween(0.0, 0.5 * round);
  }

  @Test
  void betweenCheekAndCurtainOneSeesHairBehindTheEars() {
    label(FaceRegion.HAIR, -12, 12, -10, 10);
    draw();
    assertThat(z(7.3, 0)).as("in the gap").isLessThan(z(9.5, 0) - 1);
    assertThat(z(7.3, 6)).as("above the ears the hair is whole").isGreaterThan(-2.5);
  }

  @Test
  void shortHairStaysWhereItIs() {
    label(FaceRegion.HAIR, -10, 10, 0.5, 12);
    float before = (float) AWAY + 2;
    draw();
    for (float value : depth.data()) {
      assertThat(value).isEqualTo(before);
    }
  }

  @Test
  void aTurnedHeadShowsItsSideBeforeTheEar() {
    label(FaceRegion.HEAD_SKIN, -11, 11, -2, 4);
    Arrays.fill(depth.data(), (float) AWAY + 2);
    RigidTransform turned =
        new RigidTransform(
            POSE.rotation().times(Quaternion.about(new Vec3(0, 1, 0), Math.toRadians(30))),
            POSE.translation());
    new SideDepth(FaceMesh.canonicalShape(), CAMERA)
        .draw(depth, new DepthRaster(SIZE, SIZE), labels, turned);
    boolean side = false;
    for (int x = 0; x < SIZE; x++) {
      int y = (int) CAMERA.centerY() - 6;
      float z = depth.get(x, y);
      Vec3 p =
          turned
              .inverse()
              .apply(
                  new Vec3(
                      (x + 0.5 - CAMERA.centerX()) / CAMERA.focal() * z,
                      (y + 0.5 - CAMERA.centerY()) / CAMERA.focal() * z,
                      z));
      side |= Math.abs(p.x()) > 7 && Math.abs(p.x()) < 8 && p.z() > -4.5 && p.z() < -3;
    }
    assertThat(side).isTrue();
  }
}
