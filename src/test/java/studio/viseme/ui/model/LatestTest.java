package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private final Latest<Integer> latest = new Latest<>(deferred(), done::add);

  @Test
  void whatWaitsIsReplacedByWhatIsNewer() {
    latest.offer(1);
    latest.offer(2);
    latest.offer(3);
    assertThat(latest.isIdle()).isFalse();
    assertThat(later).hasSize(1);
    later.removeFirst().run();
    assertThat(done).containsExactly(3);
    assertThat(latest.isIdle()).isTrue();
  }

  @Test
  void whatComesWhileItWorksIsWorkedOnNext() {
    List<Integer> seen = new ArrayList<>();
    Latest<Integer>[] self = newArray();
    self[0] =
        new Latest<>(
            TaskExecutor.sameThread(),
            value -> {
              seen.add(value);
              if (value < 3) {
                self[0].offer(value + 1);
              }
            });
    self[0].offer(1);
    assertThat(seen).containsExactly(1, 2, 3);
    assertThat(self[0].isIdle()).isTrue();
  }

  @SuppressWarnings("unchecked")
  private static Latest<Integer>[] newArray() {
    return new Latest[1];
  }

  private TaskExecutor deferred() {
    return new TaskExecutor() {
      @Override
      public void background(Runnable work) {
        later.add(work);
      }

      @Override
      public void front(Runnable work) {
        work.run();
      }
    };
  }
}
