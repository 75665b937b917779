package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameRangeTest {
  @Test
  void runsAreBridgedAndShortOnesLeftOut() {
    boolean[] flags = new boolean[20];
    for (int i : new int[] {2, 3, 5, 9, 18, 19}) {
      flags[i] = true;
    }
    assertThat(FrameRange.of(flags, 0, 1))
        .containsExactly(range(2, 4), range(5, 6), range(9, 10), range(18, 20));
    assertThat(FrameRange.of(flags, 1, 2)).containsExactly(range(2, 6), range(18, 20));
    assertThat(FrameRange.of(flags, 20, 1)).containsExactly(range(2, 20));
    assertThat(FrameRange.of(new boolean[3], 5, 1)).isEmpty();
  }

  @Property(tries = 300)
  void withoutBridgesExactlyTheFlaggedFramesAreCovered(
      @ForAll boolean[] flags, @ForAll @IntRange(min = 0, max = 4) int bridge) {
    List<FrameRange> ranges = FrameRange.of(flags, bridge, 1);
    int end = -2 - bridge;
    for (FrameRange range : ranges) {
      assertThat(range.from()).isGreaterThan(end + bridge);
      assertThat(flags[range.from()]).isTrue();
      assertThat(flags[range.to() - 1]).isTrue();
      end = range.to() - 1;
    }
    for (int i = 0; i < flags.length; i++) {
      int frame = i;
      boolean covered = ranges.stream().anyMatch(r -> r.from() <= frame && frame < r.to());
      assertThat(covered || !flags[i]).isTrue();
      assertThat(bridge > 0 || covered == flags[i]).isTrue();
    }
  }

  private static FrameRange range(int from, int to) {
    return new FrameRange(from, to);
  }
}
