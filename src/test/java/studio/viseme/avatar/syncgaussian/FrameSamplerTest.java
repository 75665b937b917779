package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameSamplerTest {
  @Test
  void drawsAreAFunctionOfSeedAndStep() {
    FrameSampler one = FrameSampler.uniform(7, 100);
    FrameSampler two = FrameSampler.uniform(7, 100);
    FrameSampler other = FrameSampler.uniform(8, 100);
    assertThat(draws(one, 1, 200)).isEqualTo(draws(two, 1, 200)).isNotEqualTo(draws(other, 1, 200));
  }

  @Test
  void uniformDrawsReachEverySampleAboutEquallyOften() {
    int[] counts = new int[50];
    for (int i : draws(FrameSampler.uniform(3, 50), 1, 10_000)) {
      counts[i]++;
    }
    assertThat(counts)
        .satisfies(c -> assertThat(IntStream.of(c).min().orElseThrow()).isGreaterThan(140));
    assertThat(IntStream.of(counts).max().orElseThrow()).isLessThan(270);
  }

  @Test
  void theWindowSlidesFromTheLeastDepartureToTheGreatest() {
    int[] order = IntStream.range(0, 100).map(i -> 99 - i).toArray();
    FrameSampler sampler = FrameSampler.incremental(1, order, 1000);
    assertThat(median(draws(sampler, 1, 100))).isGreaterThan(85);
    assertThat(median(draws(sampler, 900, 1000))).isLessThan(20);
    assertThat(IntStream.of(draws(sampler, 1, 100)).min().orElseThrow())
        .as("a free draw")
        .isLessThan(70);
    assertThat(median(draws(sampler, 2000, 4000))).as("afterwards").isBetween(40, 60);
  }

  private static int[] draws(FrameSampler sampler, int from, int to) {
    return IntStream.range(from, to).map(sampler::sample).toArray();
  }

  private static int median(int[] values) {
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Test
  void whatIsRareIsLookedAtMoreOften() {
    double[] openings = new double[400];
    for (int i = 0; i < openings.length; i++) {
      openings[i] = i % 100 == 7 ? 3 + i * 1e-3 : (i % 20) * 0.05;
    }
    FrameSampler sampler = FrameSampler.spread(5, openings);
    int[] seen = new int[openings.length];
    int steps = 40_000;
    for (int step = 1; step <= steps; step++) {
      seen[sampler.sample(step)]++;
    }
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i]).as("sample %d", i).isBetween(20, (int) (0.0125 * steps));
    }
    assertThat(seen[107]).isGreaterThan(4 * seen[110]);
  }

  @Test
  void spreadsWhatIsAlikeOrAlone() {
    assertThat(FrameSampler.spread(5, new double[] {2}).sample(3)).isZero();
    FrameSampler alike = FrameSampler.spread(5, new double[30]);
    for (int step = 1; step < 200; step++) {
      assertThat(alike.sample(step)).isBetween(0, 29);
    }
  }
}
