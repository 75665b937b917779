package studio.viseme.math;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Principal components of a set of vectors: the mean, and the directions of largest variance, by
 * subspace iteration with Rayleigh-Ritz rotation (Golub and Van Loan, Matrix Computations, §8.2).
 * Deterministic; each component's largest entry is positive.
 *
 * @param mean of the vectors
 * @param components count × dimension, unit length, orthogonal, by falling variance
 * @param deviation standard deviation of the vectors along each component
 * @param explained the share of the total variance that the components hold, 0..1
 */
public record Pca(double[] mean, double[][] components, double[] deviation, double explained) {
  private static final int ITERATIONS = 40;

  /**
   * @throws IllegalArgumentException when there are fewer vectors than components
   */
  public static Pca fit(double[][] vectors, int count) {
    int n = vectors.length;
    if (n < count || count < 1) {
      throw new IllegalArgumentException(count + " components of " + n + " vectors");
    }
    int d = vectors[0].length;
    double[] mean = new double[d];
    for (double[] v : vectors) {
      for (int i = 0; i < d; i++) {
        mean[i] += v[i] / n;
      }
    }
    double[][] centred = new double[n][d];
    double total = 0;
    for (int t = 0; t < n; t++) {
      for (int i = 0; i < d; i++) {
        centred[t][i] = vectors[t][i] - mean[i];
        total += centred[t][i] * centred[t][i];
      }
    }
    double[][] basis = subspace(centred, Math.min(d, count + 4));
    double[] variance = new double[basis.length];
    basis = rotateToPrincipal(centred, basis, variance);
    double[][] components = new double[count][];
    double[] deviation = new double[count];
    double held = 0;
    for (int k = 0; k < count; k++) {
      components[k] = k < basis.length ? withPositivePeak(basis[k]) : new double[d];
      deviation[k] = k < basis.length ? Math.sqrt(Math.max(0, variance[k])) : 0;
      held += deviation[k] * deviation[k] * n;
    }
    return new Pca(mean, components, deviation, total > 0 ? Math.min(1, held / total) : 1);
  }

  /** The coordinates of a vector in the components, relative to the mean. */
  public double[] project(double[] vector) {
    double[] out = new double[components.length];
    for (int k = 0; k < out.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        out[k] += components[k][i] * (vector[i] - mean[i]);
      }
    }
    return out;
  }

  private static double[][] subspace(double[][] centred, int count) {
    int d = centred[0].length;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    double[][] basis = new double[count][d];
    for (double[] b : basis) {
      for (int i = 0; i < d; i++) {
        b[i] = random.nextGaussian();
      }
    }
    orthonormalize(basis);
    // With more vectors than dimensions the covariance is the shorter way.
    double[][] covariance = centred.length > d ? scatter(centred) : null;
    for (int round = 0; round < ITERATIONS; round++) {
      double[][] next = new double[count][];
      for (int k = 0; k < count; k++) {
        next[k] =
            covariance == null ? throughVectors(centred, basis[k]) : times(covariance, basis[k]);
      }
      double worst = convergence(basis, next);
      orthonormalize(next);
      basis = next;
      if (worst > 1 - 1e-12) {
        break;
      }
    }
    return basis;
  }

  private static double[] throughVectors(double[][] centred, double[] direction) {
    double[] out = new double[direction.length];
    for (double[] v : centred) {
      double dot = dot(direction, v);
      for (int i = 0; i < out.length; i++) {
        out[i] += dot * v[i];
      }
    }
    return out;
  }

  private static double[] times(double[][] symmetric, double[] direction) {
    double[] out = new double[direction.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = dot(symmetric[i], direction);
    }
    return out;
  }

  private static double[][] scatter(double[][] centred) {
    int d = centred[0].length;
    double[][] out = new double[d][d];
    for (double[] v : centred) {
      for (int i = 0; i < d; i++) {
        double vi = v[i];
        double[] row = out[i];
        for (int j = 0; j <= i; j++) {
          row[j] += vi * v[j];
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        out[j][i] = out[i][j];
      }
    }
    return out;
  }

  /** The smallest cosine between an old direction and its image. */
  private static double convergence(double[][] basis, double[][] next) {
    double worst = 1;
    for (int k = 0; k < basis.length; k++) {
      double length = Math.sqrt(dot(next[k], next[k]));
      worst = length > 0 ? Math.min(worst, dot(basis[k], next[k]) / length) : worst;
    }
    return worst;
  }

  /** Gram-Schmidt, twice over for safety; a direction that vanishes becomes zero. */
  private static void orthonormalize(double[][] basis) {
    for (int k = 0; k < basis.length; k++) {
      double before = Math.sqrt(dot(basis[k], basis[k]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          double dot = dot(basis[k], basis[j]);
          for (int i = 0; i < basis[k].length; i++) {
            basis[k][i] -= dot * basis[j][i];
          }
        }
      }
      double length = Math.sqrt(dot(basis[k], basis[k]));
      double scale = length > 1e-10 * before && length > 1e-150 ? 1 / length : 0;
      for (int i = 0; i < basis[k].length; i++) {
        basis[k][i] *= scale;
      }
    }
  }

  /**
   * Diagonalizes the covariance inside the subspace, so that close variances don't leave mixed
   * components.
   */
  private static double[][] rotateToPrincipal(
      double[][] centred, double[][] basis, double[] variance) {
    int count = basis.length;
    double[] small = new double[count * count];
    double[] code = new double[count];
    for (double[] v : centred) {
      for (int k = 0; k < count; k++) {
        code[k] = dot(basis[k], v);
      }
      for (int a = 0; a < count; a++) {
        for (int b = 0; b < count; b++) {
          small[a * count + b] += code[a] * code[b] / centred.length;
        }
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(small, count);
    double[][] out = new double[count][basis[0].length];
    for (int k = 0; k < count; k++) {
      variance[k] = eigen.values()[k];
      for (int j = 0; j < count; j++) {
        double weight = eigen.vectors()[k][j];
        for (int i = 0; i < out[k].length; i++) {
          out[k][i] += weight * basis[j][i];
        }
      }
    }
    return out;
  }

  private static double[] withPositivePeak(double[] v) {
    int peak = 0;
    for (int i = 1; i < v.length; i++) {
      if (Math.abs(v[i]) > Math.abs(v[peak])) {
        peak = i;
      }
    }
    if (v[peak] < 0) {
      for (int i = 0; i < v.length; i++) {
        v[i] = -v[i];
      }
    }
    return v;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
