package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoopSubdivisionTest {
  private static final int[] TETRAHEDRON = {0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3};

  @Test
  void everyTriangleBecomesFourAndEveryEdgeAVertex() {
    LoopSubdivision once = LoopSubdivision.of(4, TETRAHEDRON, new long[0]);
    assertThat(once.triangles()).hasSize(4 * 4 * 3);
    assertThat(once.vertices()).isEqualTo(4 + 6);
  }

  @Test
  void weightsSumToOneSoThatAConstantStaysOne() {
    LoopSubdivision once =
        LoopSubdivision.of(4, TETRAHEDRON, new long[] {LoopSubdivision.edge(0, 1)});
    for (float value : once.apply(new float[] {5, 5, 5, 5}, 1)) {
      assertThat(value).isCloseTo(5, within(1e-5f));
    }
  }

  @Test
  void aBoundaryIsACubicSplineThatTheInsideDoesNotMove() {
    // two triangles over a square; vertex 4 isn't used
    int[] square = {0, 1, 2, 0, 2, 3};
    LoopSubdivision once = LoopSubdivision.of(4, square, new long[0]);
    float[] x = once.apply(new float[] {0, 8, 8, 0}, 1);
    // corner 0 between neighbours 1 and 3: 3/4 own, 1/8 each neighbour
    assertThat(x[0]).isCloseTo(1, within(1e-5f));
    assertThat(x[1]).isCloseTo(7, within(1e-5f));
  }

  @Test
  void aRegularInnerVertexKeepsFiveEighths() {
    // a hexagon around vertex 0
    int[] fan = {0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 5, 0, 5, 6, 0, 6, 1};
    LoopSubdivision once = LoopSubdivision.of(7, fan, new long[0]);
    assertThat(once.apply(new float[] {1, 0, 0, 0, 0, 0, 0}, 1)[0])
        .isCloseTo(0.625f, within(1e-5f));
  }
}
