package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RigidTransformTest {
  @Property
  void aRotationVectorComesBackFromItsQuaternion(
      @ForAll @DoubleRange(min = -1.7, max = 1.7) double x,
      @ForAll @DoubleRange(min = -1.7, max = 1.7) double y,
      @ForAll @DoubleRange(min = -1.7, max = 1.7) double z) {
    Vec3 back = Quaternion.exp(new Vec3(x, y, z)).log();
    assertThat(back.minus(new Vec3(x, y, z)).length()).isLessThan(1e-9);
  }

  @Property
  void theMatrixTurnsAsTheQuaternionDoes(
      @ForAll @DoubleRange(min = -3, max = 3) double x,
      @ForAll @DoubleRange(min = -3, max = 3) double y) {
    Quaternion rotation = Quaternion.exp(new Vec3(x, y, 0.3));
    Vec3 v = new Vec3(1, -2, 0.5);
    double[] m = rotation.matrix();
    Vec3 byMatrix =
        new Vec3(
            m[0] * v.x() + m[1] * v.y() + m[2] * v.z(),
            m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
            m[6] * v.x() + m[7] * v.y() + m[8] * v.z());
    assertThat(rotation.rotate(v).minus(byMatrix).length()).isLessThan(1e-12);
  }

  @Test
  void theInverseUndoesAndProductsApplyTheFirstFirst() {
    RigidTransform a =
        new RigidTransform(Quaternion.about(new Vec3(1, 2, 3), 0.7), new Vec3(1, 2, 3));
    RigidTransform b =
        new RigidTransform(Quaternion.about(new Vec3(-1, 0, 1), -0.4), new Vec3(0, 5, -2));
    Vec3 p = new Vec3(0.3, -4, 9);
    assertThat(a.inverse().apply(a.apply(p)).minus(p).length()).isLessThan(1e-12);
    assertThat(a.times(b).apply(p).minus(a.apply(b.apply(p))).length()).isLessThan(1e-12);
  }

  @Test
  void aScaledCameraProjectsToScaledPixels() {
    PinholeCamera camera = PinholeCamera.centered(512, 512, 900);
    Vec3 p = new Vec3(3, -2, 50);
    PinholeCamera half = camera.scaled(0.5);
    assertThat(half.projectX(p)).isCloseTo(camera.projectX(p) / 2, within(1e-9));
    assertThat(half.projectY(p)).isCloseTo(camera.projectY(p) / 2, within(1e-9));
  }
}
