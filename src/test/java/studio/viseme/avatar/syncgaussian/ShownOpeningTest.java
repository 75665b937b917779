package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;
import studio.viseme.store.SafeTensors;

class ShownOpeningTest {
  @Property(tries = 300)
  void whatIsMeantWiderIsDrawnWider(
      @ForAll @FloatRange(min = -1, max = 1) float shortfall,
      @ForAll @FloatRange(min = -0.3f, max = 1.5f) float meant,
      @ForAll @FloatRange(min = -0.05f, max = 0.05f) float shut) {
    ShownOpening shown = new ShownOpening(shortfall);
    assertThat(shown.of(meant + 0.01f, shut)).isGreaterThan(shown.of(meant, shut));
    if (meant <= shut) {
      assertThat(shown.of(meant, shut)).as("shut").isEqualTo(meant);
    }
    if (meant > shut + 0.13f) {
      assertThat(shown.of(meant, shut) - meant)
          .as("apart")
          .isCloseTo(shown.shortfall(), within(1e-5f));
    }
  }

  @Test
  void itIsKeptBesideTheWeights(@TempDir Path folder) {
    assertThat(ShownOpening.isIn(folder)).isFalse();
    assertThat(ShownOpening.read(folder)).isEqualTo(ShownOpening.AS_MEANT);
    new ShownOpening(0.0625f).write(folder);
    assertThat(ShownOpening.isIn(folder)).isTrue();
    assertThat(ShownOpening.read(folder)).isEqualTo(new ShownOpening(0.0625f));
  }

  @Test
  void aDamagedFileIsRefusedInOneLine(@TempDir Path folder) {
    for (float[] wrong : new float[][] {{}, {1, 2}, {Float.NaN}}) {
      SafeTensors.writer()
          .floats("opening.shortfall", wrong)
          .write(folder.resolve("lips.safetensors"));
      assertThatThrownBy(() -> ShownOpening.read(folder))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("opening.shortfall")
          .hasMessageNotContaining("\n");
    }
  }
}
