package studio.viseme.viewport;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;

/** The lines of the face mesh: each side of a triangle once, and the rims of the irises. */
final class FaceWires {
  private static final int RIM_POINTS = 4;
  private static final int[] MESH = sides(FaceMesh.triangles());
  private static final int[] MESH_AND_IRISES =
      IntStream.concat(
              IntStream.of(MESH),
              IntStream.concat(rim(FaceMesh.IRIS_LEFT), rim(FaceMesh.IRIS_RIGHT)))
          .toArray();

  private FaceWires() {}

  /**
   * Two points a line.
   *
   * @param points 468, or 478 with the irises
   */
  static int[] lines(int points) {
    return switch (points) {
      case FaceMesh.POINTS -> MESH.clone();
      case LandmarkTrack.POINTS -> MESH_AND_IRISES.clone();
      default -> throw new IllegalArgumentException("a face of " + points + " points");
    };
  }

  private static int[] sides(int[] triangles) {
    return IntStream.range(0, triangles.length)
        .mapToLong(
            i -> {
              int a = triangles[i];
              int b = triangles[i % 3 == 2 ? i - 2 : i + 1];
              return (long) Math.min(a, b) << 32 | Math.max(a, b);
            })
        .distinct()
        .flatMap(side -> LongStream.of(side >>> 32, side & 0xffff_ffffL))
        .mapToInt(point -> (int) point)
        .toArray();
  }

  /** The centre comes first, then the rim. */
  private static IntStream rim(int center) {
    return IntStream.range(0, RIM_POINTS)
        .flatMap(i -> IntStream.of(center + 1 + i, center + 1 + (i + 1) % RIM_POINTS));
  }
}
