package studio.viseme.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a running job is given: where to tell its progress, when to stop, and which threads to work
 * on. A job calls {@link #checkpoint()} at least ten times a second at a place where nothing is
 * half done.
 */
public final class JobContext {
  private final Consumer<JobMessage> listener;
  private final JobControl control;
  private final Workers workers;
  private final long interval;
  private int depth;

  /** A context that thins a task's progress to 20 messages a second. */
  public JobContext(Consumer<JobMessage> listener, JobControl control, Workers workers) {
    this(listener, control, workers, Duration.ofMillis(50));
  }

  /**
   * @param interval least time between two messages of progress of one task; zero tells every unit
   */
  public JobContext(
      Consumer<JobMessage> listener, JobControl control, Workers workers, Duration interval) {
    this.listener = Objects.requireNonNull(listener);
    this.control = Objects.requireNonNull(control);
    this.workers = Objects.requireNonNull(workers);
    this.interval = interval.toNanos();
  }

  /**
   * A context that tells nobody and never cancels; work runs on the calling thread. For tests and
   * small helpers.
   */
  public static JobContext silent() {
    return new JobContext(message -> {}, new JobControl(), Workers.sameThread());
  }

  /** A context that tells nobody and never cancels, on the given workers. */
  public static JobContext silent(Workers workers) {
    return new JobContext(message -> {}, new JobControl(), workers);
  }

  public Workers workers() {
    return workers;
  }

  public JobControl control() {
    return control;
  }

  /** Waits while the job is paused; throws {@link JobCancelledException} once it is cancelled. */
  public void checkpoint() {
    control.pass();
  }

  public void warn(String text) {
    listener.accept(new JobMessage.Warned(Instant.now(), text));
  }

  public void note(String text) {
    listener.accept(new JobMessage.Noted(Instant.now(), text));
  }

  /**
   * Opens a task of {@code total} units (0 = unknown). Close it when it is done; an exception
   * leaves it open-ended.
   */
  public Task task(String name, long total, String unit) {
    return new Task(name, total, unit);
  }

  /** Tells that a task was up to date and nothing had to be done. */
  public void skipped(String name) {
    listener.accept(new JobMessage.TaskFinished(Instant.now(), name, depth, true, 0));
  }

  /** One task in progress. Not thread-safe: the thread that opened it advances it. */
  public final class Task implements AutoCloseable {
    private final String name;
    private final String unit;
    private final long total;
    private final int level;
    private final long started = System.nanoTime();
    private long lastTold;
    private long done;

    private Task(String name, long total, String unit) {
      this.name = name;
      this.total = total;
      this.unit = unit;
      this.level = depth++;
      listener.accept(new JobMessage.TaskStarted(Instant.now(), name, level, total, unit));
    }

    /** One unit more is done; also a {@link #checkpoint()}. */
    public void advance() {
      advance(1, "");
    }

    /**
     * {@code units} more are done; also a {@link #checkpoint()}. Messages are thinned to one an
     * interval.
     */
    public void advance(long units, String detail) {
      done += units;
      long now = System.nanoTime();
      if (now - lastTold >= interval || done == total) {
        lastTold = now;
        listener.accept(
            new JobMessage.TaskProgressed(Instant.now(), name, level, done, total, unit, detail));
      }
      checkpoint();
    }

    @Override
    public void close() {
      depth = level;
      double seconds = (System.nanoTime() - started) * 1e-9;
      listener.accept(new JobMessage.TaskFinished(Instant.now(), name, level, false, seconds));
    }
  }
}
