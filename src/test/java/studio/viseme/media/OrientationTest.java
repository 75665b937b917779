package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import studio.viseme.image.RgbImage;

class OrientationTest {
  /** A point of a display matrix is shown at (a·p + c·q, b·p + d·q), moved into the picture. */
  @Test
  void everyOneOfTheEightPutsEachPixelWhereTheMatrixSays() {
    int w = 5;
    int h = 3;
    RgbImage stored = new RgbImage(w, h);
    for (int i = 0; i < w * h; i++) {
      stored.set(i % w, i / w, i, 100 + i, 200 - i);
    }
    int[][] linear = {
      {1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0},
      {-1, 0, 0, 1}, {0, -1, -1, 0}, {1, 0, 0, -1}, {0, 1, 1, 0}
    };
    for (int[] m : linear) {
      Orientation orientation = Orientation.of(matrix(m[0], m[1], m[2], m[3]));
      RgbImage upright = orientation.upright(stored);
      assertThat(upright.width()).isEqualTo(m[0] == 0 ? h : w);
      for (int q = 0; q < h; q++) {
        for (int p = 0; p < w; p++) {
          int x = m[0] * p + m[2] * q;
          int y = m[1] * p + m[3] * q;
          x += m[0] + m[2] < 0 ? upright.width() - 1 : 0;
          y += m[1] + m[3] < 0 ? upright.height() - 1 : 0;
          for (int c = 0; c < 3; c++) {
            assertThat(upright.get(x, y, c)).as("%s", orientation).isEqualTo(stored.get(p, q, c));
          }
        }
      }
    }
  }

  private static int[] matrix(int a, int b, int c, int d) {
    return new int[] {a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30};
  }

  @Test
  void aMatrixThatIsALittleOffIsTheNearestQuarterTurn() {
    double angle = Math.toRadians(88);
    int cos = (int) (Math.cos(angle) * 65536);
    int sin = (int) (Math.sin(angle) * 65536);
    int[] turned = {cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30};
    assertThat(Orientation.of(turned)).isEqualTo(new Orientation(1, false));
    int[] mirrored = {-cos, -sin, 0, -sin, cos, 0, 0, 0, 1 << 30};
    assertThat(Orientation.of(mirrored)).isEqualTo(new Orientation(1, true));
  }

  @Property
  void anyNineNumbersAreOneOfTheEight(@ForAll @Size(9) List<Integer> numbers) {
    Orientation orientation =
        Orientation.of(numbers.stream().mapToInt(Integer::intValue).toArray());
    assertThat(orientation.quarterTurns()).isBetween(0, 3);
  }

  @Property(tries = 100)
  void aTurnAndItsInverseAreNothing(
      @ForAll @IntRange(max = 3) int turns,
      @ForAll boolean mirrored,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height) {
    RgbImage stored = new RgbImage(width, height);
    for (int i = 0; i < stored.data().length; i++) {
      stored.data()[i] = (byte) (i * 37);
    }
    // A mirrored turn is its own inverse; a turn is undone by the rest of the circle.
    Orientation inverse =
        mirrored ? new Orientation(turns, true) : new Orientation((4 - turns) % 4, false);
    RgbImage back = inverse.upright(new Orientation(turns, mirrored).upright(stored));
    assertThat(back.data()).isEqualTo(stored.data());
  }
}
