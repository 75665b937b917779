package studio.viseme.compute.reference;

/** Small matrices, {@code m[row][column]}. */
final class Matrices {
  private Matrices() {}

  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < b[0].length; c++) {
        for (int k = 0; k < b.length; k++) {
          product[r][c] += a[r][k] * b[k][c];
        }
      }
    }
    return product;
  }

  static double[] times(double[][] a, double[] v) {
    double[] product = new double[a.length];
    for (int r = 0; r < a.length; r++) {
      for (int k = 0; k < v.length; k++) {
        product[r] += a[r][k] * v[k];
      }
    }
    return product;
  }

  static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        t[c][r] = a[r][c];
      }
    }
    return t;
  }

  static double[][] scaled(double[][] a, double factor) {
    double[][] s = new double[a.length][a[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        s[r][c] = factor * a[r][c];
      }
    }
    return s;
  }

  static double[][] plus(double[][] a, double[][] b) {
    double[][] s = new double[a.length][a[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        s[r][c] = a[r][c] + b[r][c];
      }
    }
    return s;
  }

  /** Σ of the products of equal elements. */
  static double dot(double[][] a, double[][] b) {
    double sum = 0;
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        sum += a[r][c] * b[r][c];
      }
    }
    return sum;
  }

  static double[][] diagonal(double... d) {
    double[][] m = new double[d.length][d.length];
    for (int i = 0; i < d.length; i++) {
      m[i][i] = d[i];
    }
    return m;
  }

  /** The matrix of the cross product with v. */
  static double[][] cross(double... v) {
    return new double[][] {{0, -v[2], v[1]}, {v[2], 0, -v[0]}, {-v[1], v[0], 0}};
  }

  static double[][] of(double[] rowMajor) {
    return new double[][] {
      {rowMajor[0], rowMajor[1], rowMajor[2]},
      {rowMajor[3], rowMajor[4], rowMajor[5]},
      {rowMajor[6], rowMajor[7], rowMajor[8]}
    };
  }
}
