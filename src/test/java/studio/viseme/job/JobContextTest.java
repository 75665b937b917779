package studio.viseme.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobContextTest {
  private final List<JobMessage> told = new ArrayList<>();
  private final JobControl control = new JobControl();
  private final JobContext job = new JobContext(told::add, control, Workers.sameThread());

  @Test
  void tasksNestAndTellTheirDepth() {
    try (JobContext.Task outer = job.task("outer", 1, "stage")) {
      try (JobContext.Task inner = job.task("inner", 2, "frame")) {
        inner.advance(2, "");
      }
      outer.advance();
    }
    assertThat(told)
        .filteredOn(JobMessage.TaskStarted.class::isInstance)
        .extracting(m -> ((JobMessage.TaskStarted) m).task() + ((JobMessage.TaskStarted) m).depth())
        .containsExactly("outer0", "inner1");
    assertThat(told)
        .filteredOn(JobMessage.TaskFinished.class::isInstance)
        .extracting(m -> ((JobMessage.TaskFinished) m).task())
        .containsExactly("inner", "outer");
  }

  @Test
  void theLastUnitIsAlwaysTold() {
    try (JobContext.Task task = job.task("fast", 1000, "frame")) {
      for (int i = 0; i < 1000; i++) {
        task.advance();
      }
    }
    List<JobMessage.TaskProgressed> progress =
        told.stream()
            .filter(JobMessage.TaskProgressed.class::isInstance)
            .map(JobMessage.TaskProgressed.class::cast)
            .toList();
    assertThat(progress.getLast().done()).isEqualTo(1000);
    assertThat(progress.size()).as("messages are thinned").isLessThan(500);
  }

  @Test
  void aCancelledJobStopsAtItsNextCheckpoint() {
    job.checkpoint();
    control.cancel();
    assertThatThrownBy(job::checkpoint).isInstanceOf(JobCancelledException.class);
  }

  @Test
  void aPausedJobWaitsUntilItIsResumed() throws InterruptedException {
    control.pause();
    CountDownLatch passed = new CountDownLatch(1);
    Thread worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  job.checkpoint();
                  passed.countDown();
                });
    assertThat(passed.await(50, TimeUnit.MILLISECONDS)).isFalse();
    control.resume();
    assertThat(passed.await(5, TimeUnit.SECONDS)).isTrue();
    worker.join();
  }

  @Test
  void aPausedJobCanBeCancelled() throws InterruptedException {
    control.pause();
    List<Throwable> thrown = new ArrayList<>();
    Thread worker = Thread.ofPlatform().unstarted(job::checkpoint);
    worker.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
    worker.start();
    control.cancel();
    worker.join(5000);
    assertThat(thrown).singleElement().isInstanceOf(JobCancelledException.class);
  }
}
