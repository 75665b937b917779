package studio.viseme.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  @Test
  void anInterruptNeitherEndsTheWaitNorIsLost() {
    CountDownLatch waiting = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  caller.interrupt();
                  // The caller's wait is cut short now; it must begin another.
                  while (caller.isInterrupted()) {
                    Thread.onSpinWait();
                  }
                  waiting.countDown();
                });
    Threads.awaitEnd(thread);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(waiting.getCount()).isZero();
    assertThat(thread.isAlive()).isFalse();
  }
}
