package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameSlotTest {
  private final FrameSlot slot = new FrameSlot();

  @Test
  void givesNothingBeforeTheFirstFrame() {
    assertThat(slot.takeNewest()).isNull();
  }

  @Test
  void givesTheNewestAndEachOnlyOnce() {
    publish(8, 8, 1);
    publish(8, 8, 2);
    publish(8, 8, 3);

    assertThat(slot.takeNewest().sequence()).isEqualTo(3);
    assertThat(slot.takeNewest()).isNull();
  }

  @Test
  void worksWithThreeFramesForEver() {
    Set<Frame> seen = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 50; i++) {
      publish(8, 8, 2 * i);
      publish(8, 8, 2 * i + 1);
      seen.add(slot.takeNewest());
    }
    assertThat(seen).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void leavesTheFrameAloneThatIsHeld() {
    publish(8, 8, 1);
    Frame held = slot.takeNewest();
    for (int i = 2; i < 20; i++) {
      publish(8, 8, i);
      assertThat(held.pixels().getInt(0)).isEqualTo(1);
    }
  }

  @Test
  void resizeSwapsTheSetAndLeavesTheHeldFrameWhole() {
    publish(8, 8, 1);
    Frame old = slot.takeNewest();
    publish(16, 4, 2);
    Frame resized = slot.takeNewest();

    assertThat(old.pixels().getInt(0)).isEqualTo(1);
    assertThat(resized.width()).isEqualTo(16);
    assertThat(resized.height()).isEqualTo(4);
    assertThat(resized.pixels().capacity()).isEqualTo(16 * 4 * 4);
    assertThat(resized.generation()).isGreaterThan(old.generation());
    for (int i = 3; i < 20; i++) {
      publish(16, 4, i);
      assertThat(slot.takeNewest().generation()).isEqualTo(resized.generation());
    }
  }

  @Test
  void frameOfTheOldSizeMayStillBeTakenWhileANewOneIsRendered() {
    publish(8, 8, 1);
    Frame rendering = slot.toRender(4, 4);
    Frame old = slot.takeNewest();
    slot.publish();

    assertThat(old.width()).isEqualTo(8);
    assertThat(slot.takeNewest()).isSameAs(rendering);
  }

  /**
   * Each frame is filled with its number; a frame that is written while it is held would be mixed.
   */
  @Test
  void handsOverWholeFramesInOrderUnderContention() throws Exception {
    int count = 20_000;
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= count; i++) {
                int size = 16 + i / 500 % 3;
                publish(size, size, i);
              }
            });
    long last = 0;
    while (last < count) {
      Frame frame = slot.takeNewest();
      if (frame == null) {
        Thread.onSpinWait();
        continue;
      }
      assertThat(frame.sequence()).isGreaterThan(last);
      last = frame.sequence();
      ByteBuffer pixels = frame.pixels();
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < pixels.capacity(); i += 4) {
          if (pixels.getInt(i) != last) {
            throw new AssertionError(pixels.getInt(i) + " in frame " + last);
          }
        }
      }
    }
    producer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void measuresFromTheRequestToTheTaking() {
    Frame frame = slot.toRender(4, 4);
    frame.stamp(1, System.nanoTime() - 5_000_000);
    slot.publish();
    slot.takeNewest();

    assertThat(slot.latency().count()).isEqualTo(1);
    assertThat(slot.latency().milliseconds(0.5)).isGreaterThanOrEqualTo(5);
  }

  private void publish(int width, int height, int number) {
    Frame frame = slot.toRender(width, height);
    for (int i = 0; i < frame.pixels().capacity(); i += 4) {
      frame.pixels().putInt(i, number);
    }
    frame.stamp(number, System.nanoTime());
    slot.publish();
  }
}
