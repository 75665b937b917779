package studio.viseme.job;

/**
 * Thrown by {@link JobContext#checkpoint()} once the job was cancelled. What was written so far
 * stays and can be resumed.
 */
public final class JobCancelledException extends RuntimeException {
  public JobCancelledException() {
    super("cancelled");
  }
}
