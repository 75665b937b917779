package studio.viseme.math;

import org.jspecify.annotations.Nullable;

/** The factor L of a symmetric positive definite matrix A = L·Lᵀ, for solving A·x = b. */
public final class Cholesky {
  private final int size;
  private final double[] lower;

  private Cholesky(int size, double[] lower) {
    this.size = size;
    this.lower = lower;
  }

  /**
   * @param matrix size × size, row-major; only the lower triangle is read, nothing is written
   * @throws ArithmeticException when the matrix isn't positive definite
   */
  public static Cholesky factor(double[] matrix, int size) {
    Cholesky factor = new Cholesky(size, matrix.clone());
    if (!factor.factorInPlace()) {
      throw new ArithmeticException("not positive definite");
    }
    return factor;
  }

  /**
   * Like {@link #factor}, but takes the array over as its own, and returns null when A isn't
   * positive definite.
   */
  public static @Nullable Cholesky tryFactor(double[] matrix, int size) {
    Cholesky factor = new Cholesky(size, matrix);
    return factor.factorInPlace() ? factor : null;
  }

  private boolean factorInPlace() {
    for (int i = 0; i < size; i++) {
      int row = i * size;
      for (int j = 0; j <= i; j++) {
        int other = j * size;
        double sum = lower[row + j] - dot(row, other, j);
        if (i == j) {
          if (!(sum > 0)) {
            return false;
          }
          lower[row + i] = Math.sqrt(sum);
        } else {
          lower[row + j] = sum / lower[other + j];
        }
      }
    }
    return true;
  }

  /** The product of two rows' first entries, in four sums that don't wait for each other. */
  private double dot(int row, int other, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < length; k += 4) {
      a += lower[row + k] * lower[other + k];
      b += lower[row + k + 1] * lower[other + k + 1];
      c += lower[row + k + 2] * lower[other + k + 2];
      d += lower[row + k + 3] * lower[other + k + 3];
    }
    for (; k < length; k++) {
      a += lower[row + k] * lower[other + k];
    }
    return a + b + (c + d);
  }

  /** Solves A·x = b in place. */
  public void solve(double[] b) {
    solveLower(b);
    for (int i = size - 1; i >= 0; i--) {
      double sum = b[i];
      for (int k = i + 1; k < size; k++) {
        sum -= lower[k * size + i] * b[k];
      }
      b[i] = sum / lower[i * size + i];
    }
  }

  /** Solves L·x = b in place. */
  public void solveLower(double[] b) {
    for (int i = 0; i < size; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i * size + k] * b[k];
      }
      b[i] = sum / lower[i * size + i];
    }
  }

  /** Solves L·X = B in place for a row-major B of {@code size} rows and {@code columns} columns. */
  public void solveLower(double[] b, int columns) {
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        double factor = lower[i * size + k];
        for (int j = 0; j < columns; j++) {
          b[i * columns + j] -= factor * b[k * columns + j];
        }
      }
      double scale = 1 / lower[i * size + i];
      for (int j = 0; j < columns; j++) {
        b[i * columns + j] *= scale;
      }
    }
  }
}
