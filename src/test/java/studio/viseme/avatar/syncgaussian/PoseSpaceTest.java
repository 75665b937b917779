package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class PoseSpaceTest {
  private final List<RigidTransform> poses = poses();
  private final PoseSpace space = PoseSpace.fit(poses);

  @Test
  void coordinatesAreStandardised() {
    for (int k = 0; k < PoseSpace.SIZE; k++) {
      double sum = 0;
      double squares = 0;
      for (RigidTransform pose : poses) {
        float v = space.coordinates(pose)[k];
        sum += v;
        squares += v * v;
      }
      assertThat(sum / poses.size()).isCloseTo(0, within(0.02));
      assertThat(squares / poses.size()).isCloseTo(1, within(0.05));
    }
  }

  @Test
  void theRestPoseIsTheMedian() {
    HeadAngles rest = HeadAngles.of(space.rest().rotation());
    assertThat(rest.yaw()).isCloseTo(3, within(0.5));
    assertThat(rest.pitch()).isCloseTo(-2, within(0.5));
    assertThat(space.rest().translation().z()).isCloseTo(60, within(0.3));
  }

  @Test
  void aPoseIsStrangerTheFartherOutItIs() {
    RigidTransform rest = space.rest();
    assertThat(space.strangeness(rest)).isZero();
    double before = 0;
    for (double turn = 0; turn < 80; turn += 2) {
      var turned = new HeadAngles(0, 0, turn).toRotation().times(rest.rotation());
      double strangeness = space.strangeness(new RigidTransform(turned, rest.translation()));
      assertThat(strangeness).isBetween(before, 1.0);
      before = strangeness;
    }
    assertThat(before).isOne();
    Vec3 away = rest.translation().plus(new Vec3(40, 0, 0));
    assertThat(space.strangeness(new RigidTransform(rest.rotation(), away))).isOne();
  }

  @Test
  void theTorsoMapTakesPointsToWhereTheyAreAtRest() {
    RigidTransform pose = poses.get(17);
    double[] map = space.torsoInHead(pose);
    Vec3 p = new Vec3(1, -12, -3);
    Vec3 moved =
        new Vec3(
            p.x() + map[0] * p.x() + map[1] * p.y() + map[2] * p.z() + map[9],
            p.y() + map[3] * p.x() + map[4] * p.y() + map[5] * p.z() + map[10],
            p.z() + map[6] * p.x() + map[7] * p.y() + map[8] * p.z() + map[11]);
    assertThat(pose.apply(moved).minus(space.rest().apply(p)).length()).isLessThan(1e-6);
  }

  @Test
  void aLinearMapIsFound() {
    double[] factors = {.5, -2, 1, 0, 3, .25};
    float[] map =
        space.fitMap(
            poses,
            i -> {
              float[] v = space.coordinates(poses.get(i));
              double sum = 4;
              for (int k = 0; k < PoseSpace.SIZE; k++) {
                sum += factors[k] * v[k];
              }
              return new double[] {sum, -1};
            },
            2);
    float[] v = space.coordinates(poses.get(3));
    double expected = 4;
    for (int k = 0; k < PoseSpace.SIZE; k++) {
      expected += factors[k] * v[k];
    }
    float[] mapped = space.mapped(map, poses.get(3));
    assertThat((double) mapped[0]).isCloseTo(expected, within(.02));
    assertThat((double) mapped[1]).isCloseTo(-1, within(.01));
  }

  private static List<RigidTransform> poses() {
    Random random = new Random(5);
    List<RigidTransform> poses = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      HeadAngles angles =
          new HeadAngles(
              3 + 2.5 * bounded(random), -2 + 2 * bounded(random), 1.5 * bounded(random));
      poses.add(
          new RigidTransform(
              angles.toRotation(),
              new Vec3(bounded(random), 0.5 * bounded(random), 60 + bounded(random))));
    }
    return poses;
  }

  private static double bounded(Random random) {
    return Math.clamp(random.nextGaussian(), -2.5, 2.5);
  }
}
