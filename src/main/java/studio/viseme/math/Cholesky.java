package studio.viseme.math;

import org.jspecify.annotations.Nullable;

/**
 * The factor L of a symmetric positive definite matrix A = L·Lᵀ, for solving A·x = b.
 *
 * <p>Held as its transpose, row by row, so that inner loops run over neighbours. Every entry is
 * reduced by the products of one column after the other, as in the textbook's sum: blocks change
 * the speed and no bit.
 */
public final class Cholesky {
  /** Columns of L that an entry is reduced by in one pass over the matrix. */
  private static final int BLOCK = 4;

  private final int size;

  /** Lᵀ, row-major; below the diagonal lies what nobody reads. */
  private final double[] upper;

  private Cholesky(int size, double[] upper) {
    this.size = size;
    this.upper = upper;
  }

  /**
   * @param matrix size × size, row-major; only the lower triangle is read, nothing is written
   * @throws ArithmeticException when the matrix isn't positive definite
   */
  public static Cholesky factor(double[] matrix, int size) {
    Cholesky factor = tryFactor(matrix.clone(), size);
    if (factor == null) {
      throw new ArithmeticException("not positive definite");
    }
    return factor;
  }

  /**
   * Like {@link #factor}, but takes the array over as its own, and returns null when A isn't
   * positive definite.
   */
  public static @Nullable Cholesky tryFactor(double[] matrix, int size) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        matrix[j * size + i] = matrix[i * size + j];
      }
    }
    Cholesky factor = new Cholesky(size, matrix);
    return factor.factorInPlace() ? factor : null;
  }

  private boolean factorInPlace() {
    for (int first = 0; first < size; first += BLOCK) {
      int next = Math.min(size, first + BLOCK);
      for (int k = first; k < next; k++) {
        for (int done = first; done < k; done++) {
          reduce(k, done);
        }
        if (!finish(k)) {
          return false;
        }
      }
      if (next - first == BLOCK) {
        for (int i = next; i < size; i++) {
          reduceByBlock(i, first);
        }
      }
    }
    return true;
  }

  /** Takes the product with a finished row from a row. */
  private void reduce(int row, int finished) {
    int at = row * size;
    int other = finished * size;
    double factor = upper[other + row];
    for (int j = row; j < size; j++) {
      upper[at + j] -= factor * upper[other + j];
    }
  }

  /** The same with {@link #BLOCK} finished rows, one after the other. */
  private void reduceByBlock(int row, int first) {
    int at = row * size;
    int a = first * size;
    int b = a + size;
    int c = b + size;
    int d = c + size;
    double byA = upper[a + row];
    double byB = upper[b + row];
    double byC = upper[c + row];
    double byD = upper[d + row];
    for (int j = row; j < size; j++) {
      upper[at + j] =
          upper[at + j]
              - byA * upper[a + j]
              - byB * upper[b + j]
              - byC * upper[c + j]
              - byD * upper[d + j];
    }
  }

  /** Divides a row by its root; false where there is none. */
  private boolean finish(int row) {
    int at = row * size;
    double pivot = upper[at + row];
    if (!(pivot > 0)) {
      return false;
    }
    double root = Math.sqrt(pivot);
    upper[at + row] = root;
    for (int j = row + 1; j < size; j++) {
      upper[at + j] /= root;
    }
    return true;
  }

  /** Solves A·x = b in place. */
  public void solve(double[] b) {
    solveLower(b);
    for (int i = size - 1; i >= 0; i--) {
      double sum = b[i];
      for (int k = i + 1; k < size; k++) {
        sum -= upper[i * size + k] * b[k];
      }
      b[i] = sum / upper[i * size + i];
    }
  }

  /** Solves L·x = b in place. */
  public void solveLower(double[] b) {
    for (int k = 0; k < size; k++) {
      b[k] /= upper[k * size + k];
      double x = b[k];
      for (int i = k + 1; i < size; i++) {
        b[i] -= upper[k * size + i] * x;
      }
    }
  }

  /** Solves L·X = B in place for a row-major B of {@code size} rows and {@code columns} columns. */
  public void solveLower(double[] b, int columns) {
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        double factor = upper[k * size + i];
        for (int j = 0; j < columns; j++) {
          b[i * columns + j] -= factor * b[k * columns + j];
        }
      }
      double scale = 1 / upper[i * size + i];
      for (int j = 0; j < columns; j++) {
        b[i * columns + j] *= scale;
      }
    }
  }
}
