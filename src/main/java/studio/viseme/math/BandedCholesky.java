package studio.viseme.math;

/**
 * Solves A·x = b for a symmetric positive definite A whose entries further than {@code bandwidth}
 * from the diagonal are zero: time and memory grow with the size, not with its square. Add the
 * entries, then solve once.
 */
public final class BandedCholesky {
  private final int size;
  private final int bandwidth;

  /** Row i holds A[i][i], A[i][i−1], …, A[i][i−bandwidth]. */
  private final double[] band;

  public BandedCholesky(int size, int bandwidth) {
    this.size = size;
    this.bandwidth = bandwidth;
    this.band = new double[size * (bandwidth + 1)];
  }

  /** Adds to A[row][column] and, by symmetry, to A[column][row]. Name each pair once. */
  public void add(int row, int column, double value) {
    int distance = Math.abs(row - column);
    if (distance > bandwidth) {
      throw new IndexOutOfBoundsException(
          "(" + row + ", " + column + ") outside the band of " + bandwidth);
    }
    band[Math.max(row, column) * (bandwidth + 1) + distance] += value;
  }

  /**
   * Solves in place and uses the matrix up.
   *
   * @throws ArithmeticException when the matrix isn't positive definite
   */
  public void solve(double[] b) {
    int stride = bandwidth + 1;
    for (int i = 0; i < size; i++) {
      int first = Math.max(0, i - bandwidth);
      for (int j = first; j <= i; j++) {
        double sum = band[i * stride + i - j];
        for (int k = Math.max(first, j - bandwidth); k < j; k++) {
          sum -= band[i * stride + i - k] * band[j * stride + j - k];
        }
        if (j < i) {
          band[i * stride + i - j] = sum / band[j * stride];
        } else if (sum > 0) {
          band[i * stride] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("not positive definite at row " + i);
        }
      }
      double sum = b[i];
      for (int k = first; k < i; k++) {
        sum -= band[i * stride + i - k] * b[k];
      }
      b[i] = sum / band[i * stride];
    }
    for (int i = size - 1; i >= 0; i--) {
      double sum = b[i];
      for (int k = i + 1; k <= Math.min(size - 1, i + bandwidth); k++) {
        sum -= band[k * stride + k - i] * b[k];
      }
      b[i] = sum / band[i * stride];
    }
  }
}
