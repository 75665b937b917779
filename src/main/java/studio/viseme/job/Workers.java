package studio.viseme.job;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads to work on. {@link #forEach} hands out indices; a caller whose result for an index
 * depends on that index alone gets the same bits for any number of threads. {@link #sameThread()}
 * is the twin for tests.
 *
 * <p>Work that is worth sharing often lasts a tenth of a millisecond, and the next piece of it
 * comes soon after: as long as waking a thread takes. So a helper that has nothing left to do looks
 * out for the next call for {@link #ATTENTION} before it goes to sleep, and a caller as long for
 * the helpers' last pieces.
 */
public final class Workers implements AutoCloseable {
  /** How long somebody waits awake, nanoseconds. */
  private static final long ATTENTION = 30_000;

  /**
   * Batches after which a helper looks at the pool's queue again, where calls lie that it has
   * answered meanwhile.
   */
  private static final int PATIENCE = 64;

  private final int parallelism;
  private final @Nullable ExecutorService pool;

  /** Helpers that are awake and look at {@link #latest}. */
  private final AtomicInteger attentive = new AtomicInteger();

  private final AtomicReference<@Nullable Batch> latest = new AtomicReference<>();
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
    int helpers = Math.min(limit, count) - 1;
    Batch batch = new Batch(count, body, helpers);
    if (helpers > 0) {
      // shown first and counted then: a helper that is no longer counted looks once again
      latest.set(batch);
      for (int i = attentive.get(); i < helpers; i++) {
        pool.execute(() -> help(batch));
      }
    }
    batch.finish();
    latest.compareAndSet(batch, null);
  }

  private void help(Batch called) {
    Batch batch = called.help() ? next() : null;
    for (int i = 0; batch != null; i++) {
      batch.help();
      batch = i < PATIENCE ? next() : wanting();
    }
  }

  /** Looks out for another batch that wants help. */
  private @Nullable Batch next() {
    attentive.incrementAndGet();
    long until = System.nanoTime() + ATTENTION;
    Batch found = wanting();
    while (found == null && System.nanoTime() < until) {
      Thread.onSpinWait();
      found = wanting();
    }
    attentive.decrementAndGet();
    return found == null ? wanting() : found;
  }

  private @Nullable Batch wanting() {
    Batch batch = latest.get();
    return batch != null && batch.isWanting() ? batch : null;
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
    private final AtomicInteger wanted;
    private volatile int helping;
    private boolean closed;
    private @Nullable Throwable failure;

    Batch(int count, IntConsumer body, int helpers) {
      this.count = count;
      this.body = body;
      this.wanted = new AtomicInteger(helpers);
    }

    /** Whether another helper would find something to do. */
    boolean isWanting() {
      return wanted.get() > 0 && next.get() < count;
    }

    /** Works on it; false where there was nothing left to do. */
    boolean help() {
      if (wanted.getAndDecrement() <= 0) {
        return false;
      }
      synchronized (this) {
        if (closed) {
          return false;
        }
        helping++;
      }
      drain();
      synchronized (this) {
        helping--;
        notifyAll();
      }
      return true;
    }

    void finish() {
      drain();
      boolean interrupted = false;
      synchronized (this) {
        closed = true;
      }
      long until = System.nanoTime() + ATTENTION;
      while (helping > 0 && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      synchronized (this) {
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
