package studio.viseme.face.depth;

import studio.viseme.image.RgbImage;
import studio.viseme.math.Vec3;

/**
 * A person's head at rest with hair and neck, closed, to be drawn from any side: head space,
 * centimetres, y up, z towards the camera.
 *
 * @param vertices positions × 3; along the texture's seam and at the poles several share a place
 * @param uv texture coordinates × 2, 0..1, u to the right and v down from the texture's first row
 * @param triangles three vertices each, counter-clockwise seen from outside
 * @param texture the person's colours as filmed; what no frame shows is filled in smoothly
 */
public record HeadMesh(float[] vertices, float[] uv, int[] triangles, RgbImage texture) {
  public HeadMesh {
    int n = vertices.length / 3;
    if (vertices.length != 3 * n || uv.length != 2 * n || triangles.length % 3 != 0) {
      throw new IllegalArgumentException(
          vertices.length + " coordinates, " + uv.length + " of texture, " + triangles.length);
    }
    for (int v : triangles) {
      if (v < 0 || v >= n) {
        throw new IllegalArgumentException("vertex " + v + " of " + n);
      }
    }
  }

  /** The surface with a texture whose columns and rows are the surface's own. */
  static HeadMesh of(HeadSurface surface, RgbImage texture) {
    int rows = HeadSurface.ROWS;
    int columns = HeadSurface.COLUMNS;
    int across = columns + 1;
    float[] points = surface.points();
    float[] vertices = new float[3 * (rows + 1) * across];
    float[] uv = new float[2 * (rows + 1) * across];
    int[] triangles = new int[6 * rows * columns];
    int lid = points.length - 3;
    for (int row = 0, v = 0; row <= rows; row++) {
      for (int column = 0; column < across; column++, v++) {
        int from = row == rows ? lid : 3 * HeadGrid.index(row, column);
        System.arraycopy(points, from, vertices, 3 * v, 3);
        uv[2 * v] = (float) column / columns;
        uv[2 * v + 1] = (float) row / rows;
      }
    }
    int o = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int a = row * across + column;
        int c = a + across;
        triangles[o++] = a;
        triangles[o++] = c;
        triangles[o++] = c + 1;
        triangles[o++] = a;
        triangles[o++] = c + 1;
        triangles[o++] = a + 1;
      }
    }
    return new HeadMesh(vertices, uv, triangles, texture);
  }

  /** The vertex's place. */
  Vec3 vertex(int v) {
    return new Vec3(vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]);
  }
}
