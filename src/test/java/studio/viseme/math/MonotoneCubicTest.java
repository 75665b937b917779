package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MonotoneCubicTest {
  @Property
  void itStaysBetweenItsKnots(
      @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = -9, max = 9) Double> knots,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    double[] values = knots.stream().mapToDouble(Double::doubleValue).toArray();
    double[] places = new double[values.length];
    for (int i = 1; i < places.length; i++) {
      places[i] = places[i - 1] + .1 + i % 3;
    }
    MonotoneCubic line = new MonotoneCubic(places, values);
    for (int i = 1; i < places.length; i++) {
      assertThat(line.at(places[i])).isCloseTo(values[i], within(1e-9));
      double between = line.at(places[i - 1] + share * (places[i] - places[i - 1]));
      assertThat(between)
          .isBetween(
              Math.min(values[i - 1], values[i]) - 1e-9, Math.max(values[i - 1], values[i]) + 1e-9);
    }
  }

  @Test
  void aStraightLineStaysStraightInside() {
    MonotoneCubic line = new MonotoneCubic(new double[] {0, 1, 3, 4}, new double[] {0, 2, 6, 8});
    for (double place = 1; place <= 3; place += .25) {
      assertThat(line.at(place)).isCloseTo(2 * place, within(1e-12));
    }
  }

  @Test
  void itHasNoKink() {
    MonotoneCubic line = new MonotoneCubic(new double[] {0, 1, 2.5, 4}, new double[] {0, 3, 4, 9});
    for (double knot : new double[] {1, 2.5}) {
      double before = (line.at(knot) - line.at(knot - 1e-6)) / 1e-6;
      double after = (line.at(knot + 1e-6) - line.at(knot)) / 1e-6;
      assertThat(after).isCloseTo(before, within(1e-4));
    }
  }

  @Test
  void itIsHeldBeyondItsEnds() {
    MonotoneCubic line = new MonotoneCubic(new double[] {1, 2}, new double[] {5, 7});
    assertThat(line.at(-3)).isEqualTo(5);
    assertThat(line.at(9)).isEqualTo(7);
    assertThat(new MonotoneCubic(new double[] {1}, new double[] {4}).at(2)).isEqualTo(4);
  }

  @Test
  void knotsMustRise() {
    assertThatThrownBy(() -> new MonotoneCubic(new double[] {1, 1}, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MonotoneCubic(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
