package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.image.FloatPlane;

class PatchAlignerTest {
  private static final int SIZE = 64;
  private static final double[] SAME = {1, 0, 0, 1};

  private interface Skin {
    double at(double x, double y);
  }

  private static FloatPlane plane(Skin skin) {
    FloatPlane plane = new FloatPlane(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        plane.set(x, y, (float) skin.at(x + 0.5, y + 0.5));
      }
    }
    return plane;
  }

  private static double spots(double x, double y) {
    return 120 + 20 * Math.sin(0.5 * x + 0.2 * y) + 15 * Math.sin(0.6 * y - 0.3 * x);
  }

  @Test
  void aShiftedPieceIsFoundToAFractionOfAPixel() {
    FloatPlane from = plane(PatchAlignerTest::spots);
    FloatPlane to = plane((x, y) -> spots(x - 1.7, y + 0.9));
    PatchAligner aligner = new PatchAligner();
    assertThat(aligner.find(from, 30.2, 31.4, SAME, to, 30.2, 31.4)).isTrue();
    assertThat(aligner.x).isCloseTo(31.9, within(0.03));
    assertThat(aligner.y).isCloseTo(30.5, within(0.03));
  }

  @Test
  void aTurnedPieceIsFoundInOtherLight() {
    // A step in the second picture is 0.9 steps across and a little of the other in the first.
    double[] map = {0.9, 0.1, -0.05, 1};
    FloatPlane from = plane(PatchAlignerTest::spots);
    FloatPlane to =
        plane(
            (x, y) ->
                40
                    + 0.6
                        * spots(
                            32 + map[0] * (x - 30) + map[1] * (y - 33),
                            32 + map[2] * (x - 30) + map[3] * (y - 33)));
    PatchAligner aligner = new PatchAligner();
    assertThat(aligner.find(from, 32, 32, map, to, 31.2, 31.9)).isTrue();
    assertThat(aligner.x).isCloseTo(30, within(0.05));
    assertThat(aligner.y).isCloseTo(33, within(0.05));
  }

  @Test
  void nothingIsFoundInWhatIsSmoothOrStripedOrElsewhere() {
    FloatPlane spots = plane(PatchAlignerTest::spots);
    PatchAligner aligner = new PatchAligner();
    FloatPlane smooth = plane((x, y) -> 100);
    assertThat(aligner.find(smooth, 32, 32, SAME, smooth, 32, 32)).isFalse();
    assertThat(aligner.find(spots, 32, 32, SAME, smooth, 32, 32)).isFalse();
    FloatPlane stripes = plane((x, y) -> 100 + 20 * Math.sin(0.5 * x));
    assertThat(aligner.find(stripes, 32, 32, SAME, stripes, 32, 32)).isFalse();
    FloatPlane other = plane((x, y) -> spots(3 * y, 2 * x));
    assertThat(aligner.find(spots, 32, 32, SAME, other, 32, 32)).isFalse();
    assertThat(aligner.find(spots, 5, 32, SAME, spots, 32, 32)).as("off the picture").isFalse();
    assertThat(aligner.find(spots, 32, 32, SAME, spots, 32, Double.NaN)).isFalse();
  }
}
