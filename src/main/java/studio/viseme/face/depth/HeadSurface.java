package studio.viseme.face.depth;

import java.util.Arrays;
import studio.viseme.math.Vec3;

/**
 * The closed surface of one person's head at rest with hair and neck: one radius for each ray of
 * {@link HeadGrid}.
 *
 * @param radii centimetres, rows × columns
 */
public record HeadSurface(float[] radii) {
  /** Rows and columns of the radii. */
  public static final int ROWS = HeadGrid.ROWS;

  public static final int COLUMNS = HeadGrid.COLUMNS;

  public HeadSurface {
    if (radii.length != ROWS * COLUMNS) {
      throw new IllegalArgumentException("surface of " + radii.length + " radii");
    }
  }

  Vec3 point(int row, int column) {
    return HeadGrid.point(row, column, radii[HeadGrid.index(row, column)]);
  }

  /** All points, × 3, row by row, and at the end the middle of the neck's lid. */
  float[] points() {
    float[] out = new float[3 * (ROWS * COLUMNS + 1)];
    for (int row = 0, o = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        Vec3 p = point(row, column);
        out[o++] = (float) p.x();
        out[o++] = (float) p.y();
        out[o++] = (float) p.z();
      }
    }
    double mean = 0;
    for (int column = 0; column < COLUMNS; column++) {
      mean += radii[HeadGrid.index(ROWS - 1, column)] / (double) COLUMNS;
    }
    Vec3 lid = HeadGrid.lid(mean);
    out[out.length - 3] = (float) lid.x();
    out[out.length - 2] = (float) lid.y();
    out[out.length - 1] = (float) lid.z();
    return out;
  }

  /** Unit normals of {@link #points}, outwards, without the lid's. */
  static float[] normals(float[] points) {
    float[] out = new float[3 * ROWS * COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        Vec3 east = at(points, row, column + 1).minus(at(points, row, column - 1));
        Vec3 south =
            at(points, Math.min(ROWS - 1, row + 1), column)
                .minus(at(points, Math.max(0, row - 1), column));
        Vec3 n = south.cross(east);
        if (row == 0 || n.length() < 1e-9) {
          n = HeadGrid.direction(row, column);
        }
        n = n.normalized();
        int i = 3 * HeadGrid.index(row, column);
        out[i] = (float) n.x();
        out[i + 1] = (float) n.y();
        out[i + 2] = (float) n.z();
      }
    }
    return out;
  }

  static Vec3 at(float[] points, int row, int column) {
    int i = 3 * HeadGrid.index(row, column);
    return new Vec3(points[i], points[i + 1], points[i + 2]);
  }

  /** Triangles of {@link #points}, counter-clockwise seen from outside; the lid closes the neck. */
  static int[] triangles() {
    int[] out = new int[3 * COLUMNS * (2 * (ROWS - 1) + 1)];
    int o = 0;
    for (int row = 0; row + 1 < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        int a = HeadGrid.index(row, column);
        int b = HeadGrid.index(row, column + 1);
        int c = HeadGrid.index(row + 1, column);
        int d = HeadGrid.index(row + 1, column + 1);
        out[o++] = row == 0 ? 0 : a;
        out[o++] = c;
        out[o++] = d;
        // The crown is one point.
        if (row > 0) {
          out[o++] = a;
          out[o++] = d;
          out[o++] = b;
        }
      }
    }
    for (int column = 0; column < COLUMNS; column++) {
      out[o++] = HeadGrid.index(ROWS - 1, column);
      out[o++] = ROWS * COLUMNS;
      out[o++] = HeadGrid.index(ROWS - 1, column + 1);
    }
    return Arrays.copyOf(out, o);
  }
}
