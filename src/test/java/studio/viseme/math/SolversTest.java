package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SolversTest {
  @Test
  void choleskySolvesByHand() {
    double[] b = {10, 8};
    Cholesky.factor(new double[] {4, 99, 2, 3}, 2).solve(b); // the upper triangle isn't read
    assertThat(b).containsExactly(new double[] {1.75, 1.5}, within(1e-12));
  }

  @Test
  void choleskysBlocksChangeNoBitOfTheTextbooksSums() {
    for (int n = 1; n <= 14; n++) {
      double[] a = spd(n);
      double[] b = new Random(n).doubles(n).toArray();
      double[] expected = b.clone();
      double[] lower = textbookFactor(a, n);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
          expected[i] -= lower[i * n + k] * expected[k];
        }
        expected[i] /= lower[i * n + i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
          expected[i] -= lower[k * n + i] * expected[k];
        }
        expected[i] /= lower[i * n + i];
      }
      Cholesky.factor(a, n).solve(b);
      assertThat(b).as("%d unknowns", n).isEqualTo(expected);
    }
  }

  private static double[] textbookFactor(double[] a, int n) {
    double[] lower = a.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = lower[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * n + k] * lower[j * n + k];
        }
        lower[i * n + j] = i == j ? Math.sqrt(sum) : sum / lower[j * n + j];
      }
    }
    return lower;
  }

  @Test
  void choleskyRefusesAnIndefiniteMatrix() {
    assertThatThrownBy(() -> Cholesky.factor(new double[] {1, 2, 2, 1}, 2))
        .isInstanceOf(ArithmeticException.class);
    assertThat(Cholesky.tryFactor(new double[] {1, 2, 2, 1}, 2)).isNull();
  }

  @Test
  void manyRightSidesAtOnceEqualOneByOne() {
    int n = 6;
    Cholesky factor = Cholesky.factor(spd(n), n);
    Random random = new Random(5);
    double[] block = random.doubles(n * 4).toArray();
    double[][] columns = new double[4][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 4; j++) {
        columns[j][i] = block[i * 4 + j];
      }
    }
    factor.solveLower(block, 4);
    for (int j = 0; j < 4; j++) {
      factor.solveLower(columns[j]);
      for (int i = 0; i < n; i++) {
        assertThat(block[i * 4 + j]).isCloseTo(columns[j][i], within(1e-12));
      }
    }
  }

  @Test
  void bandedEqualsDense() {
    int n = 30;
    int bandwidth = 4;
    BandedCholesky banded = new BandedCholesky(n, bandwidth);
    double[] dense = new double[n * n];
    Random random = new Random(7);
    for (int i = 0; i < n; i++) {
      for (int j = Math.max(0, i - bandwidth); j <= i; j++) {
        double v = i == j ? 10 : random.nextGaussian();
        banded.add(j, i, v);
        dense[i * n + j] = v;
        dense[j * n + i] = v;
      }
    }
    double[] x = random.doubles(n).toArray();
    double[] y = x.clone();
    banded.solve(x);
    Cholesky.factor(dense, n).solve(y);
    assertThat(x).containsExactly(y, within(1e-10));
  }

  @Test
  void eigenvaluesRebuildTheMatrix() {
    int n = 7;
    double[] a = spd(n);
    SymmetricEigen eigen = SymmetricEigen.of(a, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
        }
        assertThat(sum).isCloseTo(a[i * n + j], within(1e-10));
      }
      assertThat(i == 0 || eigen.values()[i] <= eigen.values()[i - 1]).isTrue();
    }
  }

  private static double[] spd(int n) {
    Random random = new Random(11);
    double[] g = random.doubles(n * n).map(v -> v - 0.5).toArray();
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i * n + j] += g[i * n + k] * g[j * n + k];
        }
        a[i * n + j] += i == j ? 0.1 : 0;
      }
    }
    return a;
  }
}
