package studio.viseme.job;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Things that aren't thread-safe and dear to make, lent to one thread at a time; as many as threads
 * ask at once.
 */
public final class Pool<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> maker;
  private final Queue<T> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * @param maker makes one more when all are lent
   */
  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Lends one for as long as {@code use} runs. */
  public <R> R with(Function<T, R> use) {
    T lent = idle.poll();
    if (lent == null) {
      lent = maker.get();
    }
    try {
      return use.apply(lent);
    } finally {
      idle.add(lent);
      if (closed) {
        close();
      }
    }
  }

  /** Closes what is idle, and what is lent as it comes back. */
  @Override
  public void close() {
    closed = true;
    for (T item = idle.poll(); item != null; item = idle.poll()) {
      try {
        item.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
