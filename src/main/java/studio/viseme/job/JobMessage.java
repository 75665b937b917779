package studio.viseme.job;

import java.time.Instant;

/**
 * What a job tells its listener, in order. Fronts (terminal, JSON lines, window) only differ in how
 * they show these.
 */
public sealed interface JobMessage {
  /** When it was said. */
  Instant at();

  /**
   * A task began. {@code total} is in {@code unit}s; 0 = not known. Tasks nest; {@code depth} 0 is
   * the outermost.
   */
  record TaskStarted(Instant at, String task, int depth, long total, String unit)
      implements JobMessage {}

  /**
   * {@code done} of {@code total} units are finished; {@code detail} is a short remark such as a
   * loss, or empty.
   */
  record TaskProgressed(
      Instant at, String task, int depth, long done, long total, String unit, String detail)
      implements JobMessage {}

  /** A task ended; {@code skipped} when it was up to date and nothing had to be done. */
  record TaskFinished(Instant at, String task, int depth, boolean skipped, double seconds)
      implements JobMessage {}

  /** Something the user should know that doesn't stop the job. */
  record Warned(Instant at, String text) implements JobMessage {}

  /** A remark for the log. */
  record Noted(Instant at, String text) implements JobMessage {}
}
