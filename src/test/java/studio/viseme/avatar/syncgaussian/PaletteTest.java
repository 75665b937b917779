package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.reference.ReferenceEngine;
import studio.viseme.math.Vec3;

class PaletteTest {
  private final Engine engine = new ReferenceEngine();

  /**
   * Two clouds of twenty, ten centimetres apart: red ones at the left, green ones at the right, a
   * dark and transparent one in each.
   */
  private Gaussians clouds() {
    int n = 40;
    float[] rows = new float[Gaussians.CHANNELS * n];
    for (int i = 0; i < n; i++) {
      boolean left = i < n / 2;
      boolean odd = i % 20 == 0;
      rows[i] = left ? -5 : 5;
      rows[n + i] = 0.01f * (i % 20);
      for (int c = 3; c < 6; c++) {
        rows[c * n + i] = -1;
      }
      rows[10 * n + i] = odd ? -12 : 5;
      rows[(left ? 11 : 12) * n + i] = odd ? -9 : 9;
      rows[(left ? 12 : 11) * n + i] = -9;
      rows[13 * n + i] = -9;
    }
    Batch all = Batch.allocate(engine, Gaussians.CHANNELS, n);
    all.upload(rows);
    return Gaussians.of(all);
  }

  @Test
  void aPlaceHasTheColourOfWhatIsSeenAroundIt() {
    Palette palette = new Palette(clouds(), i -> true);
    float[] left = palette.near(new Vec3(-4, 0, 2));
    float[] right = palette.near(new Vec3(4, 0, -2));
    assertThat(left[0]).isCloseTo(1, within(1e-2f));
    assertThat(left[1]).isCloseTo(0, within(1e-2f));
    assertThat(right[0]).isCloseTo(0, within(1e-2f));
    assertThat(right[1]).isCloseTo(1, within(1e-2f));
  }

  @Test
  void onlyThoseAskedForAreLookedAt() {
    float[] rightAlone = new Palette(clouds(), i -> i >= 20).near(new Vec3(-4, 0, 2));
    assertThat(rightAlone[1]).isCloseTo(1, within(1e-2f));
  }

  @Test
  void theDarkestAreThoseOfLeastLight() {
    Gaussians clouds = clouds();
    clouds.opacityLogits().upload(new float[40]);
    float[] dark = new Palette(clouds, i -> true).darkest(0.05);
    assertThat(dark).containsExactly(dark[0], dark[0], dark[0]);
    assertThat(dark[0]).isLessThan(1e-3f);
  }
}
