package studio.viseme.app;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import studio.viseme.job.JobMessage;

/**
 * Guesses how long a task still takes from how long its units took so far. Says nothing in the
 * first second and a half, when the guess would jump.
 */
public final class TimeLeft {
  private static final double SILENT_SECONDS = 1.5;

  private final Instant start;

  public TimeLeft(Instant start) {
    this.start = start;
  }

  /** Seconds, or empty when it is too early to say or the total isn't known. */
  public OptionalDouble seconds(JobMessage.TaskProgressed progress) {
    double elapsed = Duration.between(start, progress.at()).toNanos() * 1e-9;
    if (elapsed < SILENT_SECONDS || progress.done() <= 0 || progress.total() <= 0) {
      return OptionalDouble.empty();
    }
    long left = Math.max(0, progress.total() - progress.done());
    return OptionalDouble.of(elapsed / progress.done() * left);
  }
}
