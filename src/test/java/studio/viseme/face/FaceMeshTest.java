package studio.viseme.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FaceMeshTest {
  @Test
  void canonicalShapeLooksAtTheCamera() {
    float[] s = FaceMesh.canonicalShape();
    assertThat(FaceMesh.triangles()).hasSize(898 * 3);
    assertThat(y(s, FaceMesh.FOREHEAD)).isGreaterThan(y(s, FaceMesh.CHIN));
    assertThat(x(s, FaceMesh.EYE_LEFT_OUTER)).isNegative();
    assertThat(x(s, FaceMesh.EYE_RIGHT_OUTER)).isPositive();
    assertThat(z(s, FaceMesh.NOSE_TIP)).isGreaterThan(z(s, FaceMesh.CHEEK_LEFT));
  }

  @Test
  void rigidPointsKnowNothingOfTheMouthAndTheBrows() {
    int[] rigid = FaceMesh.rigid();
    assertThat(rigid).hasSize(177);
    for (int list : FaceMesh.lipsOuter()) {
      assertThat(rigid).doesNotContain(list);
    }
    assertThat(rigid).doesNotContain(FaceMesh.browLeft()).doesNotContain(FaceMesh.CHIN);
    assertThat(Arrays.stream(rigid).allMatch(i -> FaceMesh.canonicalShape()[3 * i + 1] > -1.8))
        .isTrue();
  }

  @Test
  void trianglesFaceOutwards() {
    float[] s = FaceMesh.canonicalShape();
    int[] t = FaceMesh.triangles();
    int facing = 0;
    for (int i = 0; i < t.length; i += 3) {
      double ax = x(s, t[i + 1]) - x(s, t[i]);
      double ay = y(s, t[i + 1]) - y(s, t[i]);
      double bx = x(s, t[i + 2]) - x(s, t[i]);
      double by = y(s, t[i + 2]) - y(s, t[i]);
      facing += ax * by - ay * bx > 0 ? 1 : 0;
    }
    assertThat(facing / 898.0).as("counter-clockwise seen from the camera").isGreaterThan(0.9);
  }

  private static float x(float[] s, int i) {
    return s[3 * i];
  }

  private static float y(float[] s, int i) {
    return s[3 * i + 1];
  }

  private static float z(float[] s, int i) {
    return s[3 * i + 2];
  }
}
