package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Gaussians;

class DensificationTest {
  private static final int N = 10;

  @Test
  void whatMovesMostIsSplitAlongItsLongestAxis() {
    float[] p = plain();
    float length = (float) Math.log(0.4);
    p[4 * N + 3] = length;
    float[] statistics = drawn();
    statistics[3] = 6;
    statistics[N + 3] = 3;
    statistics[5] = 7;
    statistics[N + 5] = 70;
    Densification plan = Densification.plan(p, statistics, N, 100, 0.1);
    int n = plan.count();
    assertThat(n).isEqualTo(N + 1);
    assertThat(plan.parents()[3]).isEqualTo(3);
    assertThat(plan.parents()[N]).isEqualTo(3);
    assertThat(plan.unchanged()[3]).isEqualTo(-1);
    assertThat(plan.unchanged()[N]).isEqualTo(-1);
    assertThat(plan.unchanged()[5]).isEqualTo(5);
    assertThat(plan.parameters()[n + 3]).isCloseTo(0.2f, within(1e-5f));
    assertThat(plan.parameters()[n + N]).isCloseTo(-0.2f, within(1e-5f));
    assertThat(plan.parameters()[4 * n + N]).isCloseTo((float) Math.log(0.4 / 1.6), within(1e-5f));
  }

  @Test
  void whatIsTransparentOrHugeMakesRoom() {
    float[] p = plain();
    p[10 * N + 2] = -6;
    p[3 * N + 7] = (float) Math.log(1.19);
    float[] statistics = drawn();
    Densification none = Densification.plan(p, statistics, N, 100, 0);
    assertThat(none.parents()).containsExactly(0, 1, 3, 4, 5, 6, 8, 9);
    statistics[0] = 1;
    statistics[N] = 1;
    statistics[9] = 1;
    statistics[N + 9] = 2;
    Densification replaced = Densification.plan(p, statistics, N, 100, 0);
    assertThat(replaced.parents()).containsExactly(0, 1, 3, 4, 5, 6, 8, 9, 0, 9);
  }

  @Test
  void whatWasNeverDrawnIsRemovedAndNothingIsSplitWhenNothingMayGrow() {
    float[] statistics = drawn();
    statistics[0] = 5;
    statistics[N + 4] = 0;
    Densification pruned = Densification.plan(plain(), statistics, N, 100, -1);
    assertThat(pruned.parents()).containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 9);
    assertThat(pruned.unchanged()).isEqualTo(pruned.parents());
  }

  @Test
  void theCapacityIsKept() {
    float[] statistics = new float[2 * N];
    Arrays.fill(statistics, 1);
    assertThat(Densification.plan(plain(), statistics, N, 12, 0.9).count()).isEqualTo(12);
  }

  /** Statistics of Gaussians that were all drawn and want to stay where they are. */
  private static float[] drawn() {
    float[] statistics = new float[2 * N];
    Arrays.fill(statistics, N, 2 * N, 1);
    return statistics;
  }

  private static float[] plain() {
    float[] p = new float[Gaussians.CHANNELS * N];
    for (int i = 0; i < N; i++) {
      for (int axis = 0; axis < 3; axis++) {
        p[(3 + axis) * N + i] = (float) Math.log(0.1);
      }
      p[6 * N + i] = 1;
    }
    return p;
  }
}
