package studio.viseme.ui;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import studio.viseme.ui.model.TaskExecutor;

/** The port's real side: JavaFX's thread in front, a pool behind. */
final class FxExecutor implements TaskExecutor, AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final ExecutorService pool;

  private FxExecutor(ExecutorService pool) {
    this.pool = pool;
  }

  /** For pictures and files, side by side. */
  static FxExecutor sideBySide() {
    AtomicInteger number = new AtomicInteger();
    return new FxExecutor(
        Executors.newCachedThreadPool(
            work -> daemon(work, "viseme-window-" + number.incrementAndGet())));
  }

  /** For jobs, one after the other. */
  static FxExecutor oneByOne() {
    return new FxExecutor(Executors.newSingleThreadExecutor(work -> daemon(work, "viseme-job")));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void background(Runnable work) {
    try {
      pool.execute(work);
    } catch (RejectedExecutionException e) {
      // The window is closing: nobody is left to see the result.
      return;
    }
  }

  @Override
  public void front(Runnable work) {
    if (Platform.isFxApplicationThread()) {
      work.run();
    } else {
      Platform.runLater(work);
    }
  }

  /** Takes no more work, and waits until what was begun has come to a safe place. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
