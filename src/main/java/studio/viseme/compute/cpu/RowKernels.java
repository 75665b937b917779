package studio.viseme.compute.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The product that convolutions and recurrent nets are made of: C += A · B, where A's rows lie
 * anywhere but each in one piece, and B is packed in panels of {@link #COLUMNS} columns, row after
 * row. So a row of A can be a stretch of a picture's pixels, channels innermost, and a convolution
 * needs no copy of its input for each place of its kernel.
 *
 * <p>An element of C is summed in the order of A's row, whatever the work is cut into: the bits
 * don't depend on the cut.
 */
final class RowKernels {
  /** Columns of a panel of B, and of C: two vectors. */
  static final int COLUMNS = 2 * Lanes.WIDTH;

  /** Rows of C that a call of {@link #tile} makes. */
  static final int ROWS = 6;

  private RowKernels() {}

  /** Panels that {@code columns} take. */
  static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /**
   * Panels of a matrix of depth × columns, whose element (k, j) lies at {@code offset + k *
   * rowStride + j * columnStride}; columns beyond the last are 0.
   */
  static float[] pack(
      float[] matrix, int offset, int depth, int rowStride, int columns, int columnStride) {
    float[] packed = new float[panels(columns) * depth * COLUMNS];
    for (int j = 0; j < columns; j++) {
      int to = j / COLUMNS * depth * COLUMNS + j % COLUMNS;
      int from = offset + j * columnStride;
      for (int k = 0; k < depth; k++) {
        packed[to + k * COLUMNS] = matrix[from + k * rowStride];
      }
    }
    return packed;
  }

  /**
   * Adds {@code rows} ≤ {@link #ROWS} rows of A · B to C.
   *
   * @param starts where each row of A begins, from {@code at} on; {@code shift} is added
   * @param b holds a panel of {@code depth} rows from {@code bAt} on
   * @param cAt where C's first row begins
   * @param cRow floats from row to row of C
   */
  static void tile(
      float[] a,
      int[] starts,
      int at,
      int shift,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow) {
    int last = at + rows - 1;
    tile(
        a,
        starts[at] + shift,
        starts[Math.min(last, at + 1)] + shift,
        starts[Math.min(last, at + 2)] + shift,
        starts[Math.min(last, at + 3)] + shift,
        starts[Math.min(last, at + 4)] + shift,
        starts[Math.min(last, at + 5)] + shift,
        rows,
        b,
        bAt,
        depth,
        c,
        cAt,
        cRow);
  }

  /** The same where A's rows begin {@code aRow} floats apart. */
  static void tile(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow) {
    tile(
        a,
        aAt,
        aAt + Math.min(rows - 1, 1) * aRow,
        aAt + Math.min(rows - 1, 2) * aRow,
        aAt + Math.min(rows - 1, 3) * aRow,
        aAt + Math.min(rows - 1, 4) * aRow,
        aAt + Math.min(rows - 1, 5) * aRow,
        rows,
        b,
        bAt,
        depth,
        c,
        cAt,
        cRow);
  }

  /** Rows that don't exist repeat the last, and are not stored. */
  private static void tile(
      float[] a,
      int at0,
      int at1,
      int at2,
      int at3,
      int at4,
      int at5,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector x0 = FloatVector.zero(Lanes.FLOAT);
    FloatVector x1 = x0;
    FloatVector x2 = x0;
    FloatVector x3 = x0;
    FloatVector x4 = x0;
    FloatVector x5 = x0;
    FloatVector y0 = x0;
    FloatVector y1 = x0;
    FloatVector y2 = x0;
    FloatVector y3 = x0;
    FloatVector y4 = x0;
    FloatVector y5 = x0;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
      FloatVector y = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.WIDTH);
      bAt += COLUMNS;
      FloatVector w = FloatVector.broadcast(Lanes.FLOAT, a[at0 + k]);
      x0 = w.fma(x, x0);
      y0 = w.fma(y, y0);
      w = FloatVector.broadcast(Lanes.FLOAT, a[at1 + k]);
      x1 = w.fma(x, x1);
      y1 = w.fma(y, y1);
      w = FloatVector.broadcast(Lanes.FLOAT, a[at2 + k]);
      x2 = w.fma(x, x2);
      y2 = w.fma(y, y2);
      w = FloatVector.broadcast(Lanes.FLOAT, a[at3 + k]);
      x3 = w.fma(x, x3);
      y3 = w.fma(y, y3);
      w = FloatVector.broadcast(Lanes.FLOAT, a[at4 + k]);
      x4 = w.fma(x, x4);
      y4 = w.fma(y, y4);
      w = FloatVector.broadcast(Lanes.FLOAT, a[at5 + k]);
      x5 = w.fma(x, x5);
      y5 = w.fma(y, y5);
    }
    int second = cAt + Lanes.WIDTH;
    FloatVector.fromArray(Lanes.FLOAT, c, cAt).add(x0).intoArray(c, cAt);
    FloatVector.fromArray(Lanes.FLOAT, c, second).add(y0).intoArray(c, second);
    if (rows > 1) {
      FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow).add(x1).intoArray(c, cAt + cRow);
      FloatVector.fromArray(Lanes.FLOAT, c, second + cRow).add(y1).intoArray(c, second + cRow);
    }
    if (rows > 2) {
      int row = 2 * cRow;
      FloatVector.fromArray(Lanes.FLOAT, c, cAt + row).add(x2).intoArray(c, cAt + row);
      FloatVector.fromArray(Lanes.FLOAT, c, second + row).add(y2).intoArray(c, second + row);
    }
    if (rows > 3) {
      int row = 3 * cRow;
      FloatVector.fromArray(Lanes.FLOAT, c, cAt + row).add(x3).intoArray(c, cAt + row);
      FloatVector.fromArray(Lanes.FLOAT, c, second + row).add(y3).intoArray(c, second + row);
    }
    if (rows > 4) {
      int row = 4 * cRow;
      FloatVector.fromArray(Lanes.FLOAT, c, cAt + row).add(x4).intoArray(c, cAt + row);
      FloatVector.fromArray(Lanes.FLOAT, c, second + row).add(y4).intoArray(c, second + row);
    }
    if (rows > 5) {
      int row = 5 * cRow;
      FloatVector.fromArray(Lanes.FLOAT, c, cAt + row).add(x5).intoArray(c, cAt + row);
      FloatVector.fromArray(Lanes.FLOAT, c, second + row).add(y5).intoArray(c, second + row);
    }
  }

  /**
   * Adds to gradient[m][j] the sum over items of d[m][i] · x[i][j]: the gradient of weights from
   * that of their outputs, for one panel of columns.
   *
   * @param d channel after channel, {@code dRow} floats apart
   * @param from first channel of d
   * @param channels how many
   * @param x fills rows of a panel
   * @param items how many there are
   * @param sums room for channels × {@link #COLUMNS}; overwritten with the sums
   * @param panel room for {@link #DEPTH} rows
   */
  static void outer(
      float[] d,
      int dAt,
      int dRow,
      int channels,
      PanelRow x,
      int items,
      float[] sums,
      float[] panel) {
    Arrays.fill(sums, 0, channels * COLUMNS, 0);
    for (int from = 0; from < items; from += DEPTH) {
      int depth = Math.min(DEPTH, items - from);
      for (int i = 0; i < depth; i++) {
        x.fill(from + i, panel, i * COLUMNS);
      }
      for (int m = 0; m < channels; m += ROWS) {
        int rows = Math.min(ROWS, channels - m);
        tile(d, dAt + m * dRow + from, dRow, rows, panel, 0, depth, sums, m * COLUMNS, COLUMNS);
      }
    }
  }

  /** Items that {@link #outer} takes at once: a panel of them stays in the cache. */
  static final int DEPTH = 256;

  /** Where {@link #outer} finds its rows. */
  @FunctionalInterface
  interface PanelRow {
    /** Writes {@link #COLUMNS} floats of an item. */
    void fill(int item, float[] panel, int at);
  }
}
