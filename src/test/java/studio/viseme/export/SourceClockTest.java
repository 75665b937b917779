package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SourceClockTest {
  @Property
  void theLastFrameThatShowsAPictureOrOneBeforeIsFound(
      @ForAll @DoubleRange(min = 5, max = 240) double fps,
      @ForAll @DoubleRange(min = 0, max = 5000) double start,
      @ForAll @IntRange(max = 90_000) int frame) {
    SourceClock clock = new SourceClock(fps, start);
    int picture = clock.picture(frame);
    int last = clock.frameAt(picture);
    assertThat(last).isGreaterThanOrEqualTo(frame);
    assertThat(clock.picture(last)).isEqualTo(picture);
    assertThat(clock.picture(last + 1)).isGreaterThan(picture);
  }

  @Test
  void theClipsOwnFramesAreItsPictures() {
    for (int frame = 0; frame < 50; frame++) {
      assertThat(SourceClock.OF_CLIP.picture(frame)).isEqualTo(frame);
      assertThat(SourceClock.OF_CLIP.frameAt(frame)).isEqualTo(frame);
    }
    assertThat(SourceClock.OF_CLIP.frameAt(-1)).isNegative();
  }

  @Test
  void aVideoWithoutARateHasNoClock() {
    assertThatThrownBy(() -> new SourceClock(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SourceClock(25, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
