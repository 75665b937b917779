package studio.viseme.job;

/** The handle by which a front cancels, pauses and resumes a running job. Thread-safe. */
public final class JobControl {
  private boolean cancelled;
  private boolean paused;

  public synchronized void cancel() {
    cancelled = true;
    notifyAll();
  }

  public synchronized void pause() {
    paused = true;
  }

  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  public synchronized boolean isPaused() {
    return paused;
  }

  /** Returns at once when running, waits while paused, throws once cancelled. */
  synchronized void pass() {
    while (paused && !cancelled) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        cancelled = true;
      }
    }
    if (cancelled) {
      throw new JobCancelledException();
    }
  }
}
