package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On a machine with a sound device and on one without: the clock runs on both. */
class PlaybackTest {
  private static final int RATE = 8000;

  @Test
  void aSoundIsReadToItsEndAndThenOver() throws InterruptedException {
    Counting sound = new Counting(RATE / 10);
    try (Playback playback = Playback.of(sound)) {
      assertThat(sound.ended.await(20, TimeUnit.SECONDS)).isTrue();
      while (!playback.isOver()) {
        Thread.sleep(5);
      }
      assertThat(playback.seconds()).isBetween(.07, .1001);
    }
  }

  @Test
  void aClosedSoundIsReadNoFurther() throws InterruptedException {
    Counting sound = new Counting(3600 * RATE);
    Playback playback = Playback.of(sound);
    assertThat(sound.begun.await(20, TimeUnit.SECONDS)).isTrue();
    playback.close();
    int read = sound.read;
    Thread.sleep(60);
    assertThat(sound.read).isEqualTo(read).isLessThan(3600 * RATE);
  }

  /** Silence that counts. */
  private static final class Counting implements AudioSource {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    private final int frames;
    volatile int read;

    Counting(int frames) {
      this.frames = frames;
    }

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int read(float[] interleaved, int offset, int count) {
      int given = Math.min(count, frames - read);
      read += given;
      begun.countDown();
      if (given == 0) {
        ended.countDown();
      }
      return given;
    }
  }
}
