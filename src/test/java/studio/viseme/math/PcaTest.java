package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void findsTheDirectionsAndSpreadsItWasMadeOf() {
    int d = 60;
    double[][] axes = new double[3][d];
    axes[0][4] = 1;
    axes[1][10] = Math.sqrt(0.5);
    axes[1][11] = -Math.sqrt(0.5);
    axes[2][50] = 1;
    double[] spread = {5, 2, 0.5};
    Random random = new Random(1);
    double[][] vectors = new double[4000][d];
    for (double[] v : vectors) {
      for (int k = 0; k < 3; k++) {
        double code = spread[k] * random.nextGaussian();
        for (int i = 0; i < d; i++) {
          v[i] += code * axes[k][i];
        }
      }
      v[0] += 3;
    }
    Pca pca = Pca.fit(vectors, 3);
    assertThat(pca.mean()[0]).isCloseTo(3, within(1e-9));
    assertThat(pca.explained()).isCloseTo(1, within(1e-9));
    for (int k = 0; k < 3; k++) {
      double dot = 0;
      for (int i = 0; i < d; i++) {
        dot += pca.components()[k][i] * axes[k][i];
      }
      assertThat(Math.abs(dot)).isGreaterThan(0.999);
      assertThat(pca.deviation()[k]).isCloseTo(spread[k], within(0.05 * spread[k]));
    }
    assertThat(pca.components()[0][4]).as("the largest entry is positive").isPositive();
  }

  @Test
  void projectionRebuildsWhatLiesInTheSubspace() {
    Random random = new Random(2);
    double[][] vectors = new double[50][8];
    for (double[] v : vectors) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      for (int i = 0; i < 8; i++) {
        v[i] = a * i + b * (i % 3) + 1;
      }
    }
    Pca pca = Pca.fit(vectors, 2);
    double[] code = pca.project(vectors[17]);
    for (int i = 0; i < 8; i++) {
      double value =
          pca.mean()[i] + code[0] * pca.components()[0][i] + code[1] * pca.components()[1][i];
      assertThat(value).isCloseTo(vectors[17][i], within(1e-9));
    }
  }
}
