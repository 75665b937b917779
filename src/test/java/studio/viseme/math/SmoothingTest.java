package studio.viseme.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmoothingTest {
  @Test
  void savitzkyGolaySevenTwoIsTheTextbookKernel() {
    double[] expected = {-2 / 21., 3 / 21., 6 / 21., 7 / 21., 6 / 21., 3 / 21., -2 / 21.};
    assertThat(Smoothing.savitzkyGolayKernel(7, 2)).containsExactly(expected, within(1e-12));
  }

  @Test
  void aParabolaPassesThrough() {
    double[] parabola = new double[30];
    for (int i = 0; i < 30; i++) {
      parabola[i] = 0.3 * i * i - 2 * i + 1;
    }
    double[] smooth = Smoothing.savitzkyGolay(parabola, 9, 2);
    for (int i = 4; i < 26; i++) {
      assertThat(smooth[i]).isCloseTo(parabola[i], within(1e-9));
    }
  }

  @Test
  void gaussianKeepsAConstantAndShrinksNoise() {
    double[] constant = {2, 2, 2, 2};
    assertThat(Smoothing.gaussian(constant, 3)).containsExactly(constant, within(1e-12));
    double[] noise = new Random(4).doubles(500).toArray();
    assertThat(Smoothing.jitter(Smoothing.gaussian(noise, 4), 7, 2)).isLessThan(0.02);
  }

  @Test
  void jitterIsTheNoiseOnASmoothCurve() {
    Random random = new Random(8);
    double[] series = new double[4000];
    for (int i = 0; i < series.length; i++) {
      series[i] = 5 * Math.sin(i * 0.02) + 0.3 * random.nextGaussian();
    }
    assertThat(Smoothing.jitter(series, 7, 2)).isCloseTo(0.3, within(0.015));
  }

  @Test
  void quantilesInterpolate() {
    assertThat(Smoothing.quantile(new double[] {4, 1, 3, 2}, 0.5)).isEqualTo(2.5);
    assertThat(Smoothing.quantile(new double[] {4, 1, 3, 2}, 1)).isEqualTo(4);
  }
}
