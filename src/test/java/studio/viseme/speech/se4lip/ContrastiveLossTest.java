package studio.viseme.speech.se4lip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The losses' values where they can be told by hand, and their gradients. */
class ContrastiveLossTest {
  private static final ContrastiveLoss.Negatives ALL = (i, j) -> true;

  private static float[] random(int count, long seed) {
    float[] values = new float[count];
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(ContrastiveLoss.Kind.class)
  void gradientsAreThoseOfSmallDifferences(ContrastiveLoss.Kind kind) {
    int width = 5;
    int count = 4;
    ContrastiveLoss.Negatives negatives = (i, j) -> i + j != 3;
    float[] a = random(width * count, 1);
    float[] v = random(width * count, 2);
    ContrastiveLoss loss = new ContrastiveLoss(kind, width, count);
    loss.evaluate(a, v, negatives);
    float[] byA = loss.bySounds.clone();
    float[] byV = loss.byLips.clone();
    for (float[] x : new float[][] {a, v}) {
      for (int i = 0; i < x.length; i++) {
        float value = x[i];
        float up = value + 1e-3f;
        float down = value - 1e-3f;
        x[i] = up;
        double above = loss.evaluate(a, v, negatives);
        x[i] = down;
        double below = loss.evaluate(a, v, negatives);
        x[i] = value;
        double slope = (above - below) / (up - down);
        assertThat((x == a ? byA : byV)[i]).isCloseTo((float) slope, within(2e-4f));
      }
    }
  }

  /** Two pairs: sounds along both axes; lips the same, or the other way round. */
  @Test
  void equationSixIsWhatItSays() {
    ContrastiveLoss loss = new ContrastiveLoss(ContrastiveLoss.Kind.PAIRS, 2, 2);
    float[] axes = {3, 0, 0, 2};
    // Matching cosines 1, p = 1 less the margin; others 0, p = ½.
    double margin = ContrastiveLoss.MARGIN;
    assertThat(loss.evaluate(axes, axes, ALL))
        .isCloseTo(-Math.log(1 - margin) - Math.log(0.5), within(1e-6));
    // Opposite directions: matching cosines −1, where the paper's logarithm has no value.
    assertThat(loss.evaluate(axes, new float[] {-1, 0, 0, -1}, ALL))
        .isCloseTo(-Math.log(margin) - Math.log(0.5), within(1e-6));
  }

  @Test
  void batchTellsOneFromTheOthers() {
    ContrastiveLoss loss = new ContrastiveLoss(ContrastiveLoss.Kind.BATCH, 2, 2);
    double e = Math.exp(-1 / ContrastiveLoss.TEMPERATURE);
    float[] axes = {1, 0, 0, 1};
    assertThat(loss.evaluate(axes, axes, ALL)).isCloseTo(Math.log(1 + e), within(1e-6));
    // Without a negative there is nothing to tell apart.
    assertThat(loss.evaluate(axes, axes, (i, j) -> false)).isCloseTo(0, within(1e-9));
    assertThat(loss.bySounds).containsOnly(0);
  }
}
