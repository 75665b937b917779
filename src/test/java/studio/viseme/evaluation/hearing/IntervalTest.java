package studio.viseme.evaluation.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static Interval ofMean(double[] values) {
    return Interval.of(
        values.length, some -> Arrays.stream(some).mapToDouble(i -> values[i]).average().orElse(0));
  }

  /** Values that a second of frames shares, as a mouth's neighbours look alike. */
  private static double[] seconds(Random random, int seconds) {
    double[] values = new double[25 * seconds];
    double now = 0;
    for (int i = 0; i < values.length; i++) {
      now = i % 25 == 0 ? random.nextGaussian() : now;
      values[i] = now;
    }
    return values;
  }

  /**
   * Nine of ten intervals should hold the true mean; with whole seconds drawn from forty nearly as
   * many do. Were single frames drawn, hardly a third would.
   */
  @Test
  void theTruthMostlyLiesWithin() {
    Random random = new Random(5);
    int hit = 0;
    for (int film = 0; film < 60; film++) {
      Interval interval = ofMean(seconds(random, 40));
      hit += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
    }
    assertThat(hit).isBetween(44, 59);
  }

  /** Of four times as many frames it is half as wide. */
  @Test
  void moreFramesTellMore() {
    Random random = new Random(6);
    double few = 0;
    double many = 0;
    for (int film = 0; film < 20; film++) {
      Interval a = ofMean(seconds(random, 20));
      Interval b = ofMean(seconds(random, 80));
      few += a.high() - a.low();
      many += b.high() - b.low();
    }
    assertThat(many / few).isCloseTo(0.5, within(0.1));
  }

  @Test
  void whatIsNeverKnownHasNone() {
    Interval interval = Interval.of(30, some -> Double.NaN);
    assertThat(interval.low()).isNaN();
    assertThat(interval.high()).isNaN();
  }

  @Test
  void lessThanASecondIsDrawnToo() {
    Interval interval = ofMean(new double[] {3, 3, 3});
    assertThat(interval.low()).isEqualTo(3);
    assertThat(interval.high()).isEqualTo(3);
  }
}
