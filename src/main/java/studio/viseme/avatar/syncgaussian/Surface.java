package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.math.Vec3;

/**
 * How a person's mesh is stretched while it moves: the strain of each of its triangles against the
 * mean face, for {@link studio.viseme.compute.BatchOperations#stretch}.
 *
 * <p>Gaussians on a triangle move apart by as much as it grows, at the corners of a mouth that
 * opens wide up to four times. If they kept their size they would show one by one there, dark ones
 * and light ones that made one colour where they lay close: beads along a lip. So they grow with
 * what they lie on, as those of GaussianAvatars do (Qian et al. 2024), but along their own axes.
 *
 * <p>With F the deformation gradient in a triangle's plane, its stretch is U = √(Fᵀ F), and the
 * strain is log U (Hencky 1928): what shrinks to a third counts as much as what grows to three
 * times. Across its plane nothing is strained.
 */
final class Surface {
  /** Values of a strain: xx, yy, zz, xy, xz, yz. */
  static final int STRAIN = 6;

  /** A surface that nothing lies on. */
  static final Surface NONE = new Surface();

  /** Stretched by more than e to this, or by less than one over it, are slivers, not a face. */
  private static final double MOST_STRAIN = 1.4;

  /** The smallest triangle that is asked how it is stretched, cm². */
  private static final double LEAST_AREA = 1e-4;

  private final int patches;
  private final List<Patch> moving = new ArrayList<>();

  /** The mesh points that anything moves. */
  private final int[] points;

  /** How each shape moves them: 3 values a point. */
  private final float[][] shapes;

  private Surface() {
    patches = 1;
    points = new int[0];
    shapes = new float[0][];
  }

  /**
   * @param triangles of the face mesh
   */
  Surface(FaceModel face, int[] triangles) {
    patches = 1 + triangles.length / 3;
    points =
        IntStream.range(0, FaceModel.VERTICES)
            .filter(vertex -> face.isLower(vertex) || face.isUpper(vertex))
            .toArray();
    shapes = new float[face.dims() + Layout.UPPER][];
    for (int k = 0; k < shapes.length; k++) {
      boolean lower = k < face.dims();
      shapes[k] =
          picked(lower ? face.lowerBasis() : face.upperBasis(), lower ? k : k - face.dims());
    }
    int[] places = new int[FaceModel.VERTICES];
    for (int i = 0; i < points.length; i++) {
      places[points[i]] = i + 1;
    }
    for (int t = 0; t < triangles.length / 3; t++) {
      int a = triangles[3 * t];
      int b = triangles[3 * t + 1];
      int c = triangles[3 * t + 2];
      Vec3 first = face.vertex(b).minus(face.vertex(a));
      Vec3 second = face.vertex(c).minus(face.vertex(a));
      boolean moves = places[a] + places[b] + places[c] > 0;
      if (moves && first.cross(second).length() > 2 * LEAST_AREA) {
        moving.add(Patch.of(item(t), new int[] {places[a], places[b], places[c]}, first, second));
      }
    }
  }

  /** Where the strain of a triangle of the mesh is; 0 is that of what lies on none. */
  static int item(int triangle) {
    return triangle + 1;
  }

  /** Items of {@link #strains}. */
  int patches() {
    return patches;
  }

  private float[] picked(float[] basis, int shape) {
    float[] picked = new float[3 * points.length];
    for (int i = 0; i < points.length; i++) {
      System.arraycopy(basis, (shape * FaceModel.VERTICES + points[i]) * 3, picked, 3 * i, 3);
    }
    return picked;
  }

  /**
   * The strains of all patches.
   *
   * @param drive the condition, see {@link Layout}: an expression code, and the upper face
   * @return {@value #STRAIN} rows of {@link #patches}
   */
  float[] strains(float[] drive) {
    // A point that stays is number 0.
    float[] moved = new float[3 * (1 + points.length)];
    for (int k = 0; k < shapes.length; k++) {
      float weight = drive[k];
      float[] shape = shapes[k];
      for (int i = 0; i < shape.length; i++) {
        moved[3 + i] += weight * shape[i];
      }
    }
    float[] strains = new float[STRAIN * patches];
    for (Patch patch : moving) {
      patch.strain(moved, strains, patches);
    }
    return strains;
  }

  /**
   * A triangle that moves.
   *
   * @param item where its strain is written
   * @param corners their numbers among the points that move
   * @param first its edge from the first corner to the second, at rest
   * @param second to the third
   * @param tangent along the first edge
   * @param across at right angles to it, in the plane
   */
  private record Patch(
      int item, int[] corners, Vec3 first, Vec3 second, Vec3 tangent, Vec3 across) {
    static Patch of(int item, int[] corners, Vec3 first, Vec3 second) {
      Vec3 tangent = first.times(1 / first.length());
      Vec3 aside = second.minus(tangent.times(tangent.dot(second)));
      return new Patch(item, corners, first, second, tangent, aside.times(1 / aside.length()));
    }

    void strain(float[] moved, float[] strains, int patches) {
      double length = first.dot(tangent);
      double shear = second.dot(tangent);
      double height = second.dot(across);
      Vec3 origin = at(moved, 0);
      // What tangents become: F t₁ and F t₂.
      Vec3 f = first.plus(at(moved, 1)).minus(origin).times(1 / length);
      Vec3 g = second.plus(at(moved, 2)).minus(origin).minus(f.times(shear)).times(1 / height);
      double ff = f.dot(f);
      double fg = f.dot(g);
      double gg = g.dot(g);
      double mean = (ff + gg) / 2;
      double half = (ff - gg) / 2;
      double radius = Math.hypot(half, fg);
      double most = halfLog(mean + radius);
      double least = halfLog(mean - radius);
      double even = (most + least) / 2;
      double uneven = radius > 0 ? (most - least) / (2 * radius) : 0;
      double tt = even + uneven * half;
      double cc = even - uneven * half;
      double tc = uneven * fg;
      double[] t = {tangent.x(), tangent.y(), tangent.z()};
      double[] c = {across.x(), across.y(), across.z()};
      for (int k = 0; k < STRAIN; k++) {
        int row = k < 3 ? k : k == 5 ? 1 : 0;
        int column = k < 3 ? k : k == 3 ? 1 : 2;
        strains[k * patches + item] =
            (float)
                (tt * t[row] * t[column]
                    + cc * c[row] * c[column]
                    + tc * (t[row] * c[column] + c[row] * t[column]));
      }
    }

    private Vec3 at(float[] moved, int corner) {
      int from = 3 * corners[corner];
      return new Vec3(moved[from], moved[from + 1], moved[from + 2]);
    }

    private static double halfLog(double square) {
      return Math.clamp(0.5 * Math.log(Math.max(square, 1e-12)), -MOST_STRAIN, MOST_STRAIN);
    }
  }
}
