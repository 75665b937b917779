package studio.viseme.ui.model;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on the newest of what it is offered, one at a time: what comes while it works replaces what
 * waits. So a slider that moves faster than pictures are made never leaves a queue behind.
 */
final class Latest<T> {
  private static final Object IDLE = new Object();
  private static final Object BUSY = new Object();

  private final TaskExecutor executor;
  private final Consumer<T> work;

  /** {@link #IDLE}, {@link #BUSY} with nothing waiting, or what waits. */
  private final AtomicReference<Object> waiting = new AtomicReference<>(IDLE);

  /**
   * @param work runs in the background, never twice at once
   */
  Latest(TaskExecutor executor, Consumer<T> work) {
    this.executor = executor;
    this.work = work;
  }

  void offer(T value) {
    if (waiting.getAndSet(value) == IDLE) {
      executor.background(this::drain);
    }
  }

  boolean isIdle() {
    return waiting.get() == IDLE;
  }

  @SuppressWarnings("unchecked")
  private void drain() {
    while (true) {
      Object value = waiting.getAndSet(BUSY);
      if (value != BUSY) {
        try {
          run((T) value);
        } catch (RuntimeException | Error fault) {
          // What comes after it is worked on all the same.
          executor.background(this::drain);
          throw fault;
        }
      } else if (waiting.compareAndSet(BUSY, IDLE)) {
        return;
      }
    }
  }

  private void run(@Nullable T value) {
    if (value != null) {
      work.accept(value);
    }
  }
}
