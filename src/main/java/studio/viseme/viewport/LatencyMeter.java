package studio.viseme.viewport;

import java.util.Arrays;

/** Remembers how long the last few hundred hand-overs took. Thread-safe. */
final class LatencyMeter {
  private static final int REMEMBERED = 512;

  private final long[] nanoseconds = new long[REMEMBERED];
  private long count;

  synchronized void add(long elapsed) {
    nanoseconds[(int) (count % REMEMBERED)] = elapsed;
    count++;
  }

  synchronized long count() {
    return count;
  }

  /**
   * The given part of the remembered times is at most this long; 0 when there is none.
   *
   * @param part 0..1: ½ is the median
   * @return milliseconds
   */
  synchronized double milliseconds(double part) {
    int n = (int) Math.min(count, REMEMBERED);
    if (n == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanoseconds, n);
    Arrays.sort(sorted);
    return sorted[Math.min(n - 1, (int) (part * n))] * 1e-6;
  }
}
