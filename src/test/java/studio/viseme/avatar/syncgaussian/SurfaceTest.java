package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SurfaceTest {
  private static final int[] TRIANGLES = {0, 1, 2, 3, 4, 5};
  private static final Offset<Float> CLOSE = within(1e-5f);

  /** Two triangles in the plane z = 0, of which a code of 1 moves the second point of the first. */
  private static FaceModel face(float... move) {
    float[] neutral = new float[3 * FaceModel.VERTICES];
    neutral[3] = 2;
    neutral[7] = 1;
    neutral[12] = 2;
    neutral[16] = 1;
    float[] lower = new float[3 * FaceModel.VERTICES];
    System.arraycopy(move, 0, lower, 3, 3);
    float[] upper = new float[3 * Layout.UPPER * FaceModel.VERTICES];
    float[] ones = {1, 1, 1, 1, 1};
    return new FaceModel(neutral, 1, lower, upper, new float[Layout.UPPER], ones);
  }

  private static float[] strain(FaceModel face, float code, int item) {
    Surface surface = new Surface(face, TRIANGLES);
    float[] drive = new float[1 + Layout.UPPER];
    drive[0] = code;
    float[] all = surface.strains(drive);
    float[] one = new float[Surface.STRAIN];
    for (int k = 0; k < one.length; k++) {
      one[k] = all[k * surface.patches() + item];
    }
    return one;
  }

  @Test
  void aTriangleThatGrowsTellsTheLogarithmOfItsStretch() {
    float[] strain = strain(face(4, 0, 0), 1, Surface.item(0));
    assertThat(strain).containsExactly(new float[] {(float) Math.log(3), 0, 0, 0, 0, 0}, CLOSE);
  }

  @Test
  void oneThatShrinksTellsTheOpposite() {
    float[] strain = strain(face(4, 0, 0), -1 / 3f, Surface.item(0));
    assertThat(strain).containsExactly(new float[] {(float) -Math.log(3), 0, 0, 0, 0, 0}, CLOSE);
  }

  /** Half of a circle of points: a turn about the first corner alone would shear. */
  @Test
  void aShearKeepsItsArea() {
    float[] strain = strain(face(0, 1, 0), 1, Surface.item(0));
    assertThat(strain[0] + strain[1] + strain[2]).isCloseTo(0, CLOSE);
    assertThat(strain[3]).isPositive();
  }

  @Test
  void aFoldThatKeepsLengthsStrainsNothing() {
    float[] strain = strain(face(-2, 0, 2), 1, Surface.item(0));
    assertThat(strain).containsExactly(new float[Surface.STRAIN], CLOSE);
  }

  @Test
  void whatDoesNotMoveOrLiesOnNothingIsNotStrained() {
    FaceModel face = face(4, 1, 3);
    assertThat(strain(face, 2, Surface.item(1))).containsOnly(0);
    assertThat(strain(face, 2, 0)).containsOnly(0);
    assertThat(Surface.NONE.strains(new float[6])).containsOnly(0).hasSize(Surface.STRAIN);
  }

  @Test
  void aTriangleThatCollapsesHasAnEnd() {
    float[] strain = strain(face(-2, 0, 0), 1, Surface.item(0));
    assertThat(strain[0]).isBetween(-2f, -1f);
    assertThat(strain[1]).isCloseTo(0, CLOSE);
  }
}
