package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class PictureTimesTest {
  @Test
  void aConstantRateIsToldFromAVariableOne() {
    assertThat(times(1000, i -> i / 29.97).variable()).isFalse();
    assertThat(times(1000, i -> Math.round(i * 1000 / 60.0) / 1000.0).variable())
        .as("rounded to milliseconds")
        .isFalse();
    assertThat(times(1000, i -> i / 25.0 + (i > 500 ? 0.4 : 0)).variable())
        .as("one hole")
        .isFalse();
    assertThat(times(1000, i -> i / 30.0 + (i % 7 == 0 ? 0.012 : 0)).variable()).isTrue();
    assertThat(times(1, i -> 0).variable()).isFalse();
  }

  @Test
  void theOrderInWhichPacketsComeDoesNotMatter() {
    PictureTimes times = times(400, i -> (i % 2 == 0 ? i + 1 : i - 1) / 25.0);
    assertThat(times.variable()).isFalse();
    assertThat(times.longestInterval()).isCloseTo(0.04, within(1e-9));
    assertThat(times(9, i -> i < 5 ? i : i + 2).longestInterval()).isCloseTo(3, within(1e-9));
    assertThat(times(1, i -> 7).longestInterval()).isZero();
  }

  private static PictureTimes times(int count, IntToDoubleFunction seconds) {
    PictureTimes times = new PictureTimes();
    for (int i = 0; i < count; i++) {
      times.add(seconds.applyAsDouble(i));
    }
    return times;
  }
}
