package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Gaussians;

class PublishedDensityTest {
  private static final int N = 6;
  private static final double THRESHOLD = 1;

  private final float[] p = new float[Gaussians.CHANNELS * N];
  private final float[] statistics = new float[2 * N];

  PublishedDensityTest() {
    for (int i = 0; i < N; i++) {
      p[i] = i;
      Arrays.fill(p, 3 * N, 6 * N, (float) Math.log(0.3));
      p[6 * N + i] = 1;
      statistics[i] = 1;
      statistics[N + i] = 2;
    }
  }

  private Densification plan(int capacity) {
    return PublishedDensity.plan(p, statistics, N, capacity, THRESHOLD);
  }

  @Test
  void belowTheThresholdNothingChanges() {
    assertThat(plan(100).parents()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(plan(100).parameters()).isEqualTo(p);
  }

  @Test
  void smallOnesAreClonedWhereTheyAre() {
    statistics[2] = 3;
    Densification plan = plan(100);
    assertThat(plan.parents()).containsExactly(0, 1, 2, 3, 4, 5, 2);
    assertThat(plan.unchanged()).containsExactly(0, 1, 2, 3, 4, 5, -1);
    assertThat(plan.parameters()[2]).isEqualTo(2);
    assertThat(plan.parameters()[6]).isEqualTo(2);
  }

  @Test
  void largeOnesAreSplit() {
    statistics[2] = 3;
    p[3 * N + 2] = (float) Math.log(0.8);
    Densification plan = plan(100);
    assertThat(plan.unchanged()).containsExactly(0, 1, -1, 3, 4, 5, -1);
    assertThat(plan.parameters()[2]).isCloseTo(2.4f, within(1e-5f));
    assertThat(plan.parameters()[6]).isCloseTo(1.6f, within(1e-5f));
  }

  @Test
  void whatIsNearlyTransparentGoes() {
    p[10 * N + 4] = -6;
    statistics[4] = 30;
    assertThat(plan(100).parents()).containsExactly(0, 1, 2, 3, 5);
  }

  @Test
  void whatLearnedTheGreenBehindItGoes() {
    p[12 * N + 1] = 2;
    assertThat(plan(100).parents()).containsExactly(0, 2, 3, 4, 5);
    p[11 * N + 1] = 2;
    assertThat(plan(100).parents()).as("yellow stays").hasSize(N);
  }

  @Test
  void atTheEndNothingGrows() {
    statistics[2] = 30;
    p[10 * N + 4] = -6;
    assertThat(PublishedDensity.clean(p, statistics, N, 100).parents())
        .containsExactly(0, 1, 2, 3, 5);
  }

  @Test
  void thoseThatWantToMoveMostComeFirstWhereThereIsLittleRoom() {
    statistics[1] = 3;
    statistics[3] = 9;
    statistics[5] = 4;
    assertThat(plan(N + 2).parents()).containsExactly(0, 1, 2, 3, 4, 5, 3, 5);
    assertThat(plan(N).parents()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void itHappensEveryHundredStepsAndEndsBeforeTheBranchesDo() {
    PublishedDensity density = new PublishedDensity(1_000);
    assertThat(IntStream.rangeClosed(1, 1_000).filter(density::changesAfter))
        .containsExactly(500, 600, 700, 800, 900);
  }
}
