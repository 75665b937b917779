package studio.viseme.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void zeroThreadsAreRefused() {
    assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
