package studio.viseme.job;

/** What the JDK leaves to be written around a thread. */
public final class Threads {
  private Threads() {}

  /**
   * Returns when a thread has ended, however often the caller is interrupted meanwhile; the caller
   * stays interrupted.
   */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
