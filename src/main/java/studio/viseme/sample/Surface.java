package studio.viseme.sample;

import java.util.Arrays;

/**
 * A mesh that is built piece by piece, with a colour and a gloss a vertex. Colours are linear.
 *
 * <p>{@link #grid} is the one way to make a piece: a sheet of points, whose front is where its rows
 * and columns turn counter-clockwise.
 */
final class Surface {
  /** A sheet: the point, and the colour and gloss there, of coordinates 0..1. */
  interface Sheet {
    /**
     * @param out takes x, y, z, red, green, blue, gloss
     */
    void at(double u, double v, double[] out);
  }

  float[] positions = new float[0];
  float[] colors = new float[0];
  int[] triangles = new int[0];

  int vertices() {
    return positions.length / 3;
  }

  /** Adds a sheet of columns × rows cells. */
  Surface grid(int columns, int rows, Sheet sheet) {
    int first = vertices();
    int n = (columns + 1) * (rows + 1);
    positions = Arrays.copyOf(positions, positions.length + 3 * n);
    colors = Arrays.copyOf(colors, colors.length + 4 * n);
    double[] out = new double[7];
    for (int r = 0; r <= rows; r++) {
      for (int c = 0; c <= columns; c++) {
        sheet.at((double) c / columns, (double) r / rows, out);
        int v = first + r * (columns + 1) + c;
        for (int k = 0; k < 3; k++) {
          positions[3 * v + k] = (float) out[k];
        }
        for (int k = 0; k < 4; k++) {
          colors[4 * v + k] = (float) out[3 + k];
        }
      }
    }
    int at = triangles.length;
    triangles = Arrays.copyOf(triangles, at + 6 * columns * rows);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int a = first + r * (columns + 1) + c;
        int below = a + columns + 1;
        int[] two = {a, below, a + 1, a + 1, below, below + 1};
        System.arraycopy(two, 0, triangles, at, 6);
        at += 6;
      }
    }
    return this;
  }

  float[] normals() {
    return HeadMesh.normals(positions, triangles);
  }
}
