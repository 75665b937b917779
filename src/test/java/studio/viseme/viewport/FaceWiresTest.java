package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;

class FaceWiresTest {
  @Test
  void eachSideOfATriangleIsDrawnOnce() {
    int[] lines = FaceWires.lines(FaceMesh.POINTS);
    Set<Long> sides = new HashSet<>();
    for (int i = 0; i < lines.length; i += 2) {
      sides.add((long) Math.min(lines[i], lines[i + 1]) << 32 | Math.max(lines[i], lines[i + 1]));
    }
    assertThat(sides).hasSize(lines.length / 2);
    int[] triangles = FaceMesh.triangles();
    for (int t = 0; t < triangles.length; t++) {
      int a = triangles[t];
      int b = triangles[t % 3 == 2 ? t - 2 : t + 1];
      assertThat(sides).contains((long) Math.min(a, b) << 32 | Math.max(a, b));
    }
  }

  @Test
  void irisesHaveTheirRims() {
    assertThat(FaceWires.lines(478).length - FaceWires.lines(468).length).isEqualTo(2 * 4 * 2);
  }

  @Test
  void otherMeshesAreRefused() {
    assertThatThrownBy(() -> FaceWires.lines(68)).isInstanceOf(IllegalArgumentException.class);
  }
}
