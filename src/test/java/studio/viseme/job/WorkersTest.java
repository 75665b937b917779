package studio.viseme.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyIndexRunsOnce(int threads) {
    try (Workers workers = Workers.of(threads)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(1000);
      workers.forEach(1000, runs::incrementAndGet);
      for (int i = 0; i < 1000; i++) {
        assertThat(runs.get(i)).as("index %d", i).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theFirstFailureIsRethrownAsItWas(int threads) {
    try (Workers workers = Workers.of(threads)) {
      IllegalStateException failure = new IllegalStateException("no");
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      50,
                      i -> {
                        if (i == 20) {
                          throw failure;
                        }
                      }))
          .isSameAs(failure);
    }
  }

  @Test
  void nestedWorkOnTheSameWorkersEnds() {
    // A body that asks the same workers again must not wait for a thread that waits for it.
    try (Workers workers = Workers.of(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(16);
      workers.forEach(
          4, outer -> workers.forEach(4, inner -> runs.incrementAndGet(outer * 4 + inner)));
      for (int i = 0; i < 16; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  /** Call after call, so that helpers go from one to the next without sleeping in between. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void manyShortCallsOneAfterTheOther(int threads) {
    try (Workers workers = Workers.of(threads)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(7);
      for (int call = 0; call < 5_000; call++) {
        workers.forEach(7, runs::incrementAndGet);
        for (int i = 0; i < 7; i++) {
          assertThat(runs.get(i)).isEqualTo(call + 1);
        }
      }
    }
  }

  @Test
  void helpComesToEachOfManyCalls() {
    try (Workers workers = Workers.of(2)) {
      for (int call = 0; call < 500; call++) {
        CountDownLatch both = new CountDownLatch(2);
        workers.forEach(2, i -> meet(both));
      }
    }
  }

  @Test
  void callersOfTheSameWorkersDontWaitForEachOther() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(4);
      Thread[] callers = new Thread[4];
      for (int c = 0; c < callers.length; c++) {
        int caller = c;
        callers[c] =
            new Thread(
                () -> {
                  for (int call = 0; call < 500; call++) {
                    workers.forEach(5, i -> runs.incrementAndGet(caller));
                  }
                });
        callers[c].start();
      }
      for (int c = 0; c < callers.length; c++) {
        callers[c].join();
        assertThat(runs.get(c)).isEqualTo(2_500);
      }
    }
  }

  @Test
  void limitedToOneOnlyTheCallerWorks() {
    try (Workers workers = Workers.of(4)) {
      workers.limit(1);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      workers.forEach(200, i -> threads.add(Thread.currentThread()));
      assertThat(threads).containsExactly(Thread.currentThread());
      assertThat(workers.parallelism()).isEqualTo(4);
    }
  }

  @Test
  void aLimitIsLiftedAgain() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      workers.limit(1);
      workers.limit(9);
      // Two bodies that wait for each other end only where two threads work.
      CountDownLatch both = new CountDownLatch(2);
      workers.forEach(2, i -> meet(both));
      assertThat(both.await(0, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void zeroThreadsAreRefused() {
    assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Workers.sameThread().limit(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
