package studio.viseme.job;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * A job's task spread over its workers. A task's progress may only be told by the thread that
 * opened it.
 */
public final class ParallelTask {
  private final JobContext job;
  private final JobContext.Task task;
  private final Thread owner = Thread.currentThread();
  private final AtomicLong untold = new AtomicLong();

  private ParallelTask(JobContext job, JobContext.Task task) {
    this.job = job;
    this.task = task;
  }

  /** Runs {@code body} for each frame 0 … frames−1. */
  public static void forEachFrame(JobContext job, String name, int frames, IntConsumer body) {
    forEachSpan(
        job,
        name,
        frames,
        1,
        (progress, i) -> {
          body.accept(i);
          progress.advance();
        });
  }

  /** Runs {@code body} for each span of {@code length} frames; the body advances once a frame. */
  public static void forEachSpan(
      JobContext job, String name, int frames, int length, SpanBody body) {
    try (JobContext.Task task = job.task(name, frames, "frames")) {
      ParallelTask progress = new ParallelTask(job, task);
      int spans = (frames + length - 1) / length;
      job.workers().forEach(spans, span -> body.run(progress, span * length));
      progress.tell();
    }
  }

  /** One frame more is done. */
  public void advance() {
    untold.incrementAndGet();
    if (Thread.currentThread() == owner) {
      tell();
    } else {
      job.checkpoint();
    }
  }

  private void tell() {
    task.advance(untold.getAndSet(0), "");
  }

  /** The work for one span of frames. */
  public interface SpanBody {
    void run(ParallelTask progress, int firstFrame);
  }
}
