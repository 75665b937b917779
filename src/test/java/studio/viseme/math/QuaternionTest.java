package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuaternionTest {
  @Test
  void betweenTakesOneDirectionToAnotherByTheShortestWay() {
    Vec3 from = new Vec3(0, 0, 2);
    Vec3 to = new Vec3(3, -1, .5);
    Quaternion turn = Quaternion.between(from, to);
    assertSame(turn.rotate(from.normalized()), to.normalized());
    double angle = Math.acos(from.normalized().dot(to.normalized()));
    assertThat(turn.log().length()).isCloseTo(angle, within(1e-12));
  }

  @Test
  void betweenKnowsEqualAndOppositeDirections() {
    for (Vec3 axis : new Vec3[] {new Vec3(1, 0, 0), new Vec3(0, 0, 1), new Vec3(1, 2, -3)}) {
      assertSame(Quaternion.between(axis, axis.times(2)).rotate(axis), axis);
      assertSame(Quaternion.between(axis, axis.times(-2)).rotate(axis), axis.times(-1));
    }
  }

  private static void assertSame(Vec3 is, Vec3 should) {
    assertThat(is.minus(should).length()).isLessThan(1e-12);
  }
}
