package studio.viseme.job;

import java.time.Duration;

/** Wall time, and processor time of the whole process, since it was started. */
public final class Stopwatch {
  private final long wall = System.nanoTime();
  private final Duration cpu = cpuTime();

  private Stopwatch() {}

  public static Stopwatch start() {
    return new Stopwatch();
  }

  /** By the clock. */
  public double seconds() {
    return (System.nanoTime() - wall) * 1e-9;
  }

  /** Of all threads; 0 where the system doesn't tell. */
  public double cpuSeconds() {
    return cpuTime().minus(cpu).toMillis() * 1e-3;
  }

  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
