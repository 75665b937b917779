package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
  private static final double[][] TRUTH = {{2, -1, 0.5}, {0, 3, -4}};

  private static RidgeRegression observed(int count) {
    Random random = new Random(7);
    RidgeRegression regression = new RidgeRegression(3, 2);
    for (int n = 0; n < count; n++) {
      double[] x = random.doubles(3, -1, 1).toArray();
      double[] y = new double[2];
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < 3; i++) {
          y[row] += TRUTH[row][i] * x[i];
        }
      }
      regression.add(x, y);
    }
    return regression;
  }

  @Test
  void whatIsLinearIsFound() {
    double[][] found = observed(20).solve(1e-12);
    for (int row = 0; row < 2; row++) {
      assertThat(found[row]).containsExactly(TRUTH[row], within(1e-9));
    }
  }

  @Test
  void aPenaltyShrinksAndCanBeChosenAfterwards() {
    RidgeRegression regression = new RidgeRegression(1, 1);
    regression.add(new double[] {3}, new double[] {6});
    regression.add(new double[] {1}, new double[] {2});
    assertThat(regression.squares(0)).isEqualTo(10);
    assertThat(regression.solve(10)[0][0]).isCloseTo(1, within(1e-12));
    assertThat(regression.solve(0)[0][0]).isCloseTo(2, within(1e-12));
  }

  @Test
  void inputsThatDependOnEachOtherNeedAPenalty() {
    RidgeRegression regression = new RidgeRegression(2, 1);
    regression.add(new double[] {1, 1}, new double[] {2});
    assertThatThrownBy(() -> regression.solve(0)).isInstanceOf(ArithmeticException.class);
    assertThat(regression.solve(1e-9)[0]).containsExactly(new double[] {1, 1}, within(1e-6));
  }
}
