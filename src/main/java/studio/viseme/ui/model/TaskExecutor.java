package studio.viseme.ui.model;

/** Where the window's work runs: a port, so that models are tested without a toolkit. */
public interface TaskExecutor {
  /** Runs something that may take a while, side by side with others. */
  void background(Runnable work);

  /** Runs something on the front's thread, in the order of the calls. */
  void front(Runnable work);

  /** Everything at once on the caller's thread: the twin for tests. */
  static TaskExecutor sameThread() {
    return new TaskExecutor() {
      @Override
      public void background(Runnable work) {
        work.run();
      }

      @Override
      public void front(Runnable work) {
        work.run();
      }
    };
  }
}
