package studio.viseme.math;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * All eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations.
 *
 * @param values falling
 * @param vectors one a row, unit length, orthogonal
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int MAX_SWEEPS = 60;

  /**
   * @param matrix size × size, row-major, symmetric; not changed
   */
  public static SymmetricEigen of(double[] matrix, int size) {
    double[] a = matrix.clone();
    double[][] v = new double[size][size];
    for (int i = 0; i < size; i++) {
      v[i][i] = 1;
    }
    double scale = 0;
    for (double x : a) {
      scale += x * x;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a, size) > 1e-30 * scale; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(a, v, size, p, q);
        }
      }
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -a[i * size + i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    double[][] vectors = new double[size][];
    for (int k = 0; k < size; k++) {
      values[k] = a[order[k] * size + order[k]];
      vectors[k] = v[order[k]];
    }
    return new SymmetricEigen(values, vectors);
  }

  private static double offDiagonal(double[] a, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * a[i * size + j] * a[i * size + j];
      }
    }
    return sum;
  }

  /** Turns the plane of axes p and q so that a[p][q] vanishes. */
  private static void rotate(double[] a, double[][] v, int size, int p, int q) {
    double apq = a[p * size + q];
    if (apq == 0) {
      return;
    }
    double theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < size; k++) {
      double x = a[k * size + p];
      double y = a[k * size + q];
      a[k * size + p] = c * x - s * y;
      a[k * size + q] = s * x + c * y;
    }
    for (int k = 0; k < size; k++) {
      double x = a[p * size + k];
      double y = a[q * size + k];
      a[p * size + k] = c * x - s * y;
      a[q * size + k] = s * x + c * y;
      double u = v[p][k];
      double w = v[q][k];
      v[p][k] = c * u - s * w;
      v[q][k] = s * u + c * w;
    }
  }
}
