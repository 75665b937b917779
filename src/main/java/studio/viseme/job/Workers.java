package studio.viseme.job;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads to work on. {@link #forEach} hands out indices; a caller whose result for an index
 * depends on that index alone gets the same bits for any number of threads. {@link #sameThread()}
 * is the twin for tests.
 */
public final class Workers implements AutoCloseable {
  private final int parallelism;
  private final @Nullable ExecutorService pool;
  private volatile int limit;

  private Workers(int parallelism, @Nullable ExecutorService pool) {
    this.parallelism = parallelism;
    this.limit = parallelism;
    this.pool = pool;
  }

  /** Workers on {@code threads} threads, the caller's included. */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
    if (threads == 1) {
      return sameThread();
    }
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads - 1,
            task -> {
              Thread thread = new Thread(task, "viseme-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    return new Workers(threads, pool);
  }

  /** As many as the machine has processors. */
  public static Workers ofMachine() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  public static Workers sameThread() {
    return new Workers(1, null);
  }

  /** Threads at most; what {@link #limit} says doesn't change it. */
  public int parallelism() {
    return parallelism;
  }

  /**
   * From the next {@link #forEach} on at most {@code threads} work, the caller's included, until
   * another limit is set: a window takes back a core while someone moves a control. Results don't
   * change by it.
   *
   * @param threads at least 1; more than {@link #parallelism()} means all
   */
  public void limit(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
    limit = Math.min(threads, parallelism);
  }

  /**
   * Runs {@code body} for 0 … count−1 and returns when all are done; the first exception is
   * rethrown as it was. A body may call this again: the caller works too and never waits for a
   * helper that hasn't begun, so nesting can't lock up.
   */
  public void forEach(int count, IntConsumer body) {
    if (pool == null || count < 2) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
      return;
    }
    Batch batch = new Batch(count, body);
    for (int i = 1; i < Math.min(limit, count); i++) {
      pool.execute(batch::help);
    }
    batch.finish();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }

  /**
   * One call's indices. Helpers that come after the last index was taken find the batch closed and
   * leave.
   */
  private static final class Batch {
    private final int count;
    private final IntConsumer body;
    private final AtomicInteger next = new AtomicInteger();
    private int helping;
    private boolean closed;
    private @Nullable Throwable failure;

    Batch(int count, IntConsumer body) {
      this.count = count;
      this.body = body;
    }

    void help() {
      synchronized (this) {
        if (closed) {
          return;
        }
        helping++;
      }
      drain();
      synchronized (this) {
        helping--;
        notifyAll();
      }
    }

    void finish() {
      drain();
      boolean interrupted = false;
      synchronized (this) {
        closed = true;
        while (helping > 0) {
          try {
            wait();
          } catch (InterruptedException e) {
            // Bodies write into the caller's arrays: leaving before they end would hand out
            // half-written results.
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }

    private void drain() {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          body.accept(i);
        }
      } catch (Throwable e) {
        next.set(count);
        synchronized (this) {
          failure = failure == null ? e : failure;
        }
      }
    }
  }
}
