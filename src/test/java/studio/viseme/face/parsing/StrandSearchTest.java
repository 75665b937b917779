package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Where hair ends that hangs down one side of a head. */
class StrandSearchTest {
  private static final int FROM = 20;
  private static final int TO = PortraitSeeds.COLUMNS / 2;

  private final boolean[] hair = new boolean[PortraitSeeds.ROWS * PortraitSeeds.COLUMNS];

  private void strand(int top, int bottom, int left, int right) {
    for (int row = top; row < bottom; row++) {
      for (int x = left; x < right; x++) {
        hair[row * PortraitSeeds.COLUMNS + x] = true;
      }
    }
  }

  private double end() {
    return PortraitSeeds.strandEnd(hair, FROM, TO);
  }

  @Property
  void aStrandIsFollowedToItsTip(@ForAll @IntRange(min = 2, max = 45) int rows) {
    boolean[] straight = new boolean[PortraitSeeds.ROWS * PortraitSeeds.COLUMNS];
    for (int row = 0; row < rows; row++) {
      straight[row * PortraitSeeds.COLUMNS + 25] = true;
      straight[row * PortraitSeeds.COLUMNS + 26] = true;
    }
    assertThat(PortraitSeeds.strandEnd(straight, FROM, TO))
        .isEqualTo((rows + 1) * PortraitSeeds.ROW);
  }

  @Test
  void aStrandThatSwaysIsFollowed() {
    for (int row = 0; row < 30; row++) {
      strand(row, row + 1, 24 + row / 4, 26 + row / 4);
    }
    assertThat(end()).isEqualTo(31 * PortraitSeeds.ROW);
  }

  @Test
  void aClaspIsBridgedAndARealGapIsTheEnd() {
    strand(0, 10, 25, 28);
    strand(12, 20, 25, 28);
    assertThat(end()).as("two rows of clasp").isEqualTo(21 * PortraitSeeds.ROW);
    strand(23, 30, 25, 28);
    assertThat(end()).as("three rows of nothing").isEqualTo(21 * PortraitSeeds.ROW);
  }

  @Test
  void clothesOfHairsColourDontLengthenIt() {
    strand(0, 12, 25, 28);
    strand(12, 40, 20, 39);
    assertThat(end()).isEqualTo(13 * PortraitSeeds.ROW);
  }

  @Test
  void whatHangsFromNothingIsNoHair() {
    strand(8, 30, 25, 28);
    assertThat(end()).isZero();
  }
}
