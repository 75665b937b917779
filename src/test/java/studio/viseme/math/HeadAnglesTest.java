package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HeadAnglesTest {
  @Test
  void zeroFacesTheCamera() {
    Quaternion rotation = new HeadAngles(0, 0, 0).toRotation();
    assertVector(rotation.rotate(new Vec3(0, 0, 1)), 0, 0, -1);
    assertVector(rotation.rotate(new Vec3(0, 1, 0)), 0, -1, 0);
    assertVector(rotation.rotate(new Vec3(1, 0, 0)), 1, 0, 0);
  }

  @Test
  void positiveYawTurnsTheFaceToThePicturesRight() {
    assertThat(new HeadAngles(30, 0, 0).toRotation().rotate(new Vec3(0, 0, 1)).x())
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void positivePitchLiftsTheFace() {
    // Camera space has y down, so a lifted face points to negative y.
    assertThat(new HeadAngles(0, 30, 0).toRotation().rotate(new Vec3(0, 0, 1)).y())
        .isCloseTo(-0.5, within(1e-12));
  }

  @Test
  void positiveRollTipsTheTopToThePicturesRight() {
    assertThat(new HeadAngles(0, 0, 30).toRotation().rotate(new Vec3(0, 1, 0)).x())
        .isCloseTo(0.5, within(1e-12));
  }

  @Property
  void anglesComeBackFromTheRotation(
      @ForAll @DoubleRange(min = -170, max = 170) double yaw,
      @ForAll @DoubleRange(min = -85, max = 85) double pitch,
      @ForAll @DoubleRange(min = -170, max = 170) double roll) {
    HeadAngles back = HeadAngles.of(new HeadAngles(yaw, pitch, roll).toRotation());
    assertThat(back.yaw()).isCloseTo(yaw, within(1e-6));
    assertThat(back.pitch()).isCloseTo(pitch, within(1e-6));
    assertThat(back.roll()).isCloseTo(roll, within(1e-6));
  }

  private static void assertVector(Vec3 v, double x, double y, double z) {
    assertThat(v.x()).isCloseTo(x, within(1e-12));
    assertThat(v.y()).isCloseTo(y, within(1e-12));
    assertThat(v.z()).isCloseTo(z, within(1e-12));
  }
}
