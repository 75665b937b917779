package studio.viseme.sample;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One step of Loop's subdivision (Loop 1987, "Smooth subdivision surfaces based on triangles";
 * creases after Hoppe et al. 1994) as a table of weights, so that a cage that moves is refined anew
 * in every frame for a few additions a vertex. The cage's vertices keep their numbers and move to
 * their smoothed places; a vertex for each edge follows.
 */
final class LoopSubdivision {
  private final int coarse;
  private final int[] triangles;
  private final int[] rowStart;
  private final int[] column;
  private final float[] weight;
  private final long[] finerCreases;

  private LoopSubdivision(
      int coarse,
      int[] triangles,
      int[] rowStart,
      int[] column,
      float[] weight,
      long[] finerCreases) {
    this.coarse = coarse;
    this.triangles = triangles;
    this.rowStart = rowStart;
    this.column = column;
    this.weight = weight;
    this.finerCreases = finerCreases;
  }

  /** An undirected edge as one number. */
  static long edge(int a, int b) {
    return ((long) Math.min(a, b) << 32) | Math.max(a, b);
  }

  /**
   * @param vertices of the cage
   * @param cage three vertex numbers a triangle
   * @param creases edges that stay sharp, beside those at the boundary; see {@link #edge}
   */
  static LoopSubdivision of(int vertices, int[] cage, long[] creases) {
    Map<Long, int[]> edges = new HashMap<>();
    int[] finer = new int[cage.length * 4];
    int next = vertices;
    for (int t = 0; t < cage.length; t += 3) {
      int[] middle = new int[3];
      for (int k = 0; k < 3; k++) {
        int a = cage[t + k];
        int b = cage[t + (k + 1) % 3];
        int opposite = cage[t + (k + 2) % 3];
        // number of the new vertex, its ends, the one or two vertices opposite, whether it is sharp
        int[] e = edges.get(edge(a, b));
        if (e == null) {
          e = new int[] {next++, a, b, opposite, -1, 0};
          edges.put(edge(a, b), e);
        } else {
          e[4] = opposite;
        }
        middle[k] = e[0];
      }
      int[] four = {
        cage[t],
        middle[0],
        middle[2],
        middle[0],
        cage[t + 1],
        middle[1],
        middle[2],
        middle[1],
        cage[t + 2],
        middle[0],
        middle[1],
        middle[2]
      };
      System.arraycopy(four, 0, finer, t * 4, 12);
    }
    for (long crease : creases) {
      if (edges.containsKey(crease)) {
        edges.get(crease)[5] = 1;
      }
    }
    Rows rows = new Rows(next);
    int[][] neighbours = new int[vertices][0];
    int[][] sharpNeighbours = new int[vertices][0];
    long[] finerCreases = new long[0];
    int[][] ordered = edges.values().toArray(int[][]::new);
    Arrays.sort(ordered, (p, q) -> Integer.compare(p[0], q[0]));
    for (int[] e : ordered) {
      boolean sharp = e[5] == 1 || e[4] < 0;
      neighbours[e[1]] = with(neighbours[e[1]], e[2]);
      neighbours[e[2]] = with(neighbours[e[2]], e[1]);
      if (sharp) {
        sharpNeighbours[e[1]] = with(sharpNeighbours[e[1]], e[2]);
        sharpNeighbours[e[2]] = with(sharpNeighbours[e[2]], e[1]);
        rows.put(e[0], new int[] {e[1], e[2]}, new float[] {0.5f, 0.5f});
        int at = finerCreases.length;
        finerCreases = Arrays.copyOf(finerCreases, at + 2);
        finerCreases[at] = edge(e[1], e[0]);
        finerCreases[at + 1] = edge(e[0], e[2]);
      } else {
        rows.put(
            e[0], new int[] {e[1], e[2], e[3], e[4]}, new float[] {0.375f, 0.375f, 0.125f, 0.125f});
      }
    }
    for (int v = 0; v < vertices; v++) {
      int[] sharp = sharpNeighbours[v];
      if (sharp.length == 2) {
        rows.put(v, new int[] {v, sharp[0], sharp[1]}, new float[] {0.75f, 0.125f, 0.125f});
      } else if (sharp.length > 2 || neighbours[v].length == 0) {
        rows.put(v, new int[] {v}, new float[] {1});
      } else {
        int n = neighbours[v].length;
        double c = 0.375 + 0.25 * Math.cos(2 * Math.PI / n);
        float beta = (float) ((0.625 - c * c) / n);
        int[] columns = Arrays.copyOf(neighbours[v], n + 1);
        float[] weights = new float[n + 1];
        Arrays.fill(weights, beta);
        columns[n] = v;
        weights[n] = 1 - n * beta;
        rows.put(v, columns, weights);
      }
    }
    return rows.build(vertices, finer, finerCreases);
  }

  private static int[] with(int[] list, int value) {
    int[] longer = Arrays.copyOf(list, list.length + 1);
    longer[list.length] = value;
    return longer;
  }

  int vertices() {
    return rowStart.length - 1;
  }

  int[] triangles() {
    return triangles;
  }

  /** The sharp edges of the finer mesh, for the next step. */
  long[] creases() {
    return finerCreases;
  }

  /** Refines values that sit on the vertices, {@code width} each. */
  float[] apply(float[] values, int width) {
    if (values.length != coarse * width) {
      throw new IllegalArgumentException(
          values.length + " values for " + coarse + " vertices of " + width);
    }
    float[] finer = new float[vertices() * width];
    for (int v = 0; v < vertices(); v++) {
      for (int k = rowStart[v]; k < rowStart[v + 1]; k++) {
        int from = column[k] * width;
        float w = weight[k];
        for (int c = 0; c < width; c++) {
          finer[v * width + c] += w * values[from + c];
        }
      }
    }
    return finer;
  }

  /** Weights row by row until all are known. */
  private static final class Rows {
    private final int[][] columns;
    private final float[][] weights;

    Rows(int count) {
      columns = new int[count][];
      weights = new float[count][];
    }

    void put(int row, int[] c, float[] w) {
      columns[row] = c;
      weights[row] = w;
    }

    LoopSubdivision build(int coarse, int[] triangles, long[] creases) {
      int[] start = new int[columns.length + 1];
      for (int r = 0; r < columns.length; r++) {
        start[r + 1] = start[r] + columns[r].length;
      }
      int[] column = new int[start[columns.length]];
      float[] weight = new float[column.length];
      for (int r = 0; r < columns.length; r++) {
        System.arraycopy(columns[r], 0, column, start[r], columns[r].length);
        System.arraycopy(weights[r], 0, weight, start[r], columns[r].length);
      }
      return new LoopSubdivision(coarse, triangles, start, column, weight, creases);
    }
  }
}
