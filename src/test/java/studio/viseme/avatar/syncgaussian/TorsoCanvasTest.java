package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.image.Layer;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class TorsoCanvasTest {
  private static final int SIZE = 60;
  private static final PinholeCamera CAMERA = PinholeCamera.centered(SIZE, SIZE, 120);
  private static final RigidTransform REST =
      new RigidTransform(
          Quaternion.exp(new Vec3(Math.PI, 0, 0)).times(new HeadAngles(3, -2, 1).toRotation()),
          new Vec3(1, -2, 70));
  private static final RigidTransform TURNED =
      new RigidTransform(
          new HeadAngles(20, 10, -12).toRotation().times(REST.rotation()), new Vec3(3, 1, 66));
  private static final PoseSpace SPACE = PoseSpace.fit(List.of(REST, REST, REST));

  /** Red shoulders in the lower half, darker to the right; above them nothing. */
  private final TorsoCanvas torso = new TorsoCanvas(SIZE, SIZE, 72, picture());

  private static byte[] picture() {
    byte[] rgba = new byte[4 * SIZE * SIZE];
    for (int i = SIZE * SIZE / 2; i < SIZE * SIZE; i++) {
      rgba[4 * i] = (byte) (200 - i % SIZE);
      rgba[4 * i + 3] = (byte) 255;
    }
    return rgba;
  }

  private static Layer nothing() {
    return new Layer(SIZE, SIZE, new float[4 * SIZE * SIZE]);
  }

  private float[] behindNothing(TorsoCanvas.Stance stance) {
    return torso.behind(nothing(), CAMERA, SPACE.rest(), stance).rgba();
  }

  private static float red(float[] rgba, int x, int y) {
    return 255 * rgba[4 * (y * SIZE + x)];
  }

  @Test
  void aRestingTorsoStandsStillWhateverTheHeadDoes() {
    for (RigidTransform pose : List.of(REST, TURNED)) {
      float[] shown = behindNothing(new TorsoCanvas.Stance(pose, SPACE.torsoInHead(pose)));
      for (int x = 2; x < SIZE - 2; x += 7) {
        assertThat(red(shown, x, 50)).as("at %d", x).isCloseTo(200 - x, within(.6f));
        assertThat(shown[4 * (10 * SIZE + x) + 3]).as("above the shoulders").isZero();
      }
    }
  }

  @Test
  void whatMovesInSpaceMovesOnScreen() {
    double[] affine = SPACE.torsoInHead(TURNED);
    Vec3 aside = TURNED.inverse().rotation().rotate(new Vec3(6, 0, 0));
    affine[9] += aside.x();
    affine[10] += aside.y();
    affine[11] += aside.z();
    float[] shown = behindNothing(new TorsoCanvas.Stance(TURNED, affine));
    assertThat(red(shown, 40, 50)).as("6 cm, 10 pixels").isCloseTo(200 - 30, within(.6f));
  }

  @Test
  void theHeadIsBeforeIt() {
    Layer head = nothing();
    int at = 4 * (50 * SIZE + 20);
    head.rgba()[at + 1] = .4f;
    head.rgba()[at + 3] = .5f;
    float[] shown =
        torso
            .behind(
                head,
                CAMERA,
                SPACE.rest(),
                new TorsoCanvas.Stance(SPACE.rest(), SPACE.torsoInHead(SPACE.rest())))
            .rgba();
    assertThat(255 * shown[at]).isCloseTo(90, within(.6f));
    assertThat(shown[at + 1]).isCloseTo(.4f, within(1e-6f));
    assertThat(shown[at + 3]).isCloseTo(1, within(1e-5f));
    assertThat(head.rgba()[at]).as("the head's layer is left alone").isZero();
  }
}
