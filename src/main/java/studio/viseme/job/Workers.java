package studio.viseme.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads to work on. {@link #forEach} hands out indices; a caller whose result for an index depends on that index alone gets
 * the same bits for any number of threads. {@link #sameThread()} is the twin for tests.
 */
public final class Workers implements AutoCloseable {
  private final int parallelism;
  private final ExecutorService pool;

  private Workers(int parallelism, ExecutorService pool) {
    this.parallelism = parallelism;
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

  public int parallelism() {
    return parallelism;
  }

  /** Runs {@code body} for 0 … count−1 and returns when all are done; the first exception is rethrown as it was. */
  public void forEach(int count, IntConsumer body) {
    if (pool == null || count < 2) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable drain =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            body.accept(i);
          }
        };
    List<Future<?>> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(parallelism, count); i++) {
      helpers.add(pool.submit(drain));
    }
    RuntimeException failure = null;
    try {
      drain.run();
    } catch (RuntimeException e) {
      next.set(count);
      failure = e;
    }
    for (Future<?> helper : helpers) {
      try {
        helper.get();
      } catch (ExecutionException e) {
        next.set(count);
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        failure = failure == null ? (RuntimeException) e.getCause() : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = failure == null ? new JobCancelledException() : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
