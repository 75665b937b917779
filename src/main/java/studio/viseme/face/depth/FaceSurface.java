package studio.viseme.face.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import studio.viseme.face.FaceMesh;

/**
 * The face mesh made smooth: Loop's subdivision (1987), twice, of control points moved so that the
 * smooth surface still goes through the mesh's own points (Cheng et al., "Loop subdivision surface
 * based progressive interpolation", 2009). The topology is worked out once; then any positions of
 * the 468 points can be refined.
 */
final class FaceSurface {
  private static final int LEVELS = 2;
  private static final int CORRECTIONS = 4;

  /** Its first {@link FaceMesh#POINTS} vertices are the mesh's own. */
  static final FaceSurface OF_FACE = new FaceSurface(FaceMesh.POINTS, FaceMesh.triangles());

  /** One mesh and how the next finer one is made of it. */
  private static final class Level {
    final int vertices;
    final int[] triangles;

    /** Neighbours of each vertex; of one on the rim just the two along it. */
    final int[][] ring;

    final boolean[] rim;

    /** Ends of each edge and the corners opposite it, −1 where there is none. */
    final List<int[]> edges = new ArrayList<>();

    final int[] finer;

    Level(int vertices, int[] triangles) {
      this.vertices = vertices;
      this.triangles = triangles;
      Map<Long, Integer> numbers = new HashMap<>();
      int[] sides = new int[triangles.length];
      for (int t = 0; t < triangles.length; t += 3) {
        for (int k = 0; k < 3; k++) {
          int a = triangles[t + k];
          int b = triangles[t + (k + 1) % 3];
          int opposite = triangles[t + (k + 2) % 3];
          long key = (long) Math.min(a, b) * vertices + Math.max(a, b);
          Integer number = numbers.putIfAbsent(key, edges.size());
          if (number == null) {
            number = edges.size();
            edges.add(new int[] {a, b, opposite, -1});
          } else {
            edges.get(number)[3] = opposite;
          }
          sides[t + k] = number;
        }
      }
      rim = new boolean[vertices];
      for (int[] edge : edges) {
        if (edge[3] < 0) {
          rim[edge[0]] = true;
          rim[edge[1]] = true;
        }
      }
      ring = rings();
      finer = new int[triangles.length * 4];
      for (int t = 0, o = 0; t < triangles.length; t += 3) {
        int ab = vertices + sides[t];
        int bc = vertices + sides[t + 1];
        int ca = vertices + sides[t + 2];
        int[] four = {
          triangles[t], ab, ca, triangles[t + 1], bc, ab, triangles[t + 2], ca, bc, ab, bc, ca
        };
        for (int corner : four) {
          finer[o++] = corner;
        }
      }
    }

    private int[][] rings() {
      int[] count = new int[vertices];
      int[][] out = new int[vertices][];
      for (int round = 0; round < 2; round++) {
        for (int[] edge : edges) {
          for (int end = 0; end < 2; end++) {
            int v = edge[end];
            if (rim[v] && edge[3] >= 0) {
              continue;
            }
            if (round == 1) {
              out[v][count[v]] = edge[1 - end];
            }
            count[v]++;
          }
        }
        if (round == 0) {
          for (int v = 0; v < vertices; v++) {
            out[v] = new int[count[v]];
          }
          Arrays.fill(count, 0);
        }
      }
      return out;
    }

    /** Blends a vertex with its ring: {@code (1 − n·w)·v + w·Σ}. */
    private void blend(float[] p, int v, double weight, float[] out) {
      int[] around = ring[v];
      for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int other : around) {
          sum += p[3 * other + c];
        }
        out[3 * v + c] = (float) ((1 - around.length * weight) * p[3 * v + c] + weight * sum);
      }
    }

    /** Where the vertices go in the limit of subdivision. */
    float[] limit(float[] p) {
      float[] out = new float[p.length];
      for (int v = 0; v < vertices; v++) {
        int n = ring[v].length;
        double beta = n == 3 ? 3 / 16.0 : 3 / (8.0 * Math.max(1, n));
        blend(p, v, rim[v] ? 1 / 6.0 : 1 / (3 / (8 * beta) + n), out);
      }
      return out;
    }

    float[] subdivide(float[] p) {
      float[] out = Arrays.copyOf(p, 3 * (vertices + edges.size()));
      for (int v = 0; v < vertices; v++) {
        int n = ring[v].length;
        blend(p, v, rim[v] ? 1 / 8.0 : n == 3 ? 3 / 16.0 : 3 / (8.0 * Math.max(1, n)), out);
      }
      for (int e = 0; e < edges.size(); e++) {
        int[] edge = edges.get(e);
        for (int c = 0; c < 3; c++) {
          float ends = p[3 * edge[0] + c] + p[3 * edge[1] + c];
          out[3 * (vertices + e) + c] =
              edge[3] < 0
                  ? ends / 2
                  : 0.375f * ends + 0.125f * (p[3 * edge[2] + c] + p[3 * edge[3] + c]);
        }
      }
      return out;
    }
  }

  private final List<Level> levels = new ArrayList<>();
  private final int[] triangles;

  FaceSurface(int vertices, int[] coarse) {
    Level level = new Level(vertices, coarse);
    for (int k = 0; k < LEVELS; k++) {
      levels.add(level);
      level = new Level(level.vertices + level.edges.size(), level.finer);
    }
    triangles = level.triangles;
  }

  /** Three vertices a triangle, turned as the coarse ones are. */
  int[] triangles() {
    return triangles;
  }

  /**
   * The fine vertices, × 3.
   *
   * @param points three coordinates each; more than the mesh's points may follow and are left alone
   */
  float[] refine(float[] points) {
    Level first = levels.getFirst();
    float[] target = Arrays.copyOf(points, 3 * first.vertices);
    float[] control = target.clone();
    for (int round = 0; round < CORRECTIONS; round++) {
      float[] reached = first.limit(control);
      for (int i = 0; i < control.length; i++) {
        control[i] += target[i] - reached[i];
      }
    }
    float[] fine = control;
    for (Level level : levels) {
      fine = level.subdivide(fine);
    }
    return fine;
  }
}
