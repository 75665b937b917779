package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.viseme.image.RgbImage;

@Timeout(10)
class RequestSlotTest {
  private static final Scene FIRST = Scene.of(new RgbImage(4, 4));
  private static final Scene SECOND = Scene.of(new RgbImage(5, 5));
  private static final Surface SURFACE = new Surface(10, 10, 1);

  private final RequestSlot slot = new RequestSlot();

  @Test
  void needsASceneAndASurface() {
    slot.show(FIRST);
    assertThat(slot.poll()).isNull();
    slot.resize(SURFACE);
    assertThat(slot.poll().scene()).isSameAs(FIRST);
  }

  @Test
  void givesTheNewestOnce() {
    slot.resize(SURFACE);
    slot.show(FIRST);
    slot.show(SECOND);

    assertThat(slot.poll().scene()).isSameAs(SECOND);
    assertThat(slot.poll()).isNull();
    assertThat(slot.scenes()).isEqualTo(2);
  }

  @Test
  void resizeDrawsTheNewestSceneAgain() {
    slot.resize(SURFACE);
    slot.show(FIRST);
    slot.poll();
    slot.resize(new Surface(20, 10, 2));

    SceneRequest request = slot.poll();
    assertThat(request.scene()).isSameAs(FIRST);
    assertThat(request.surface().width()).isEqualTo(20);
  }

  @Test
  void sameSizeDrawsNothing() {
    slot.resize(SURFACE);
    slot.show(FIRST);
    slot.poll();
    slot.resize(new Surface(10, 10, 1));
    assertThat(slot.poll()).isNull();
  }

  /** A slider that moves all the time must not hide how long its first move has waited. */
  @Test
  void timeIsThatOfTheOldestChangeThatIsNotDrawn() throws Exception {
    slot.resize(SURFACE);
    long before = System.nanoTime();
    slot.show(FIRST);
    long after = System.nanoTime();
    Thread.sleep(2);
    slot.show(SECOND);
    assertThat(slot.poll().time()).isLessThanOrEqualTo(after);
    assertThat(before).isGreaterThan(0);
  }

  @Test
  void closingEndsTheWait() throws Exception {
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    slot.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    slot.close();
    waiting.join();
    assertThat(slot.isClosed()).isTrue();
    slot.show(FIRST);
    slot.resize(SURFACE);
    assertThat(slot.poll()).isNull();
  }
}
