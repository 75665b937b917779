package studio.viseme.cli.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;

/**
 * How long an operation takes, in milliseconds.
 *
 * @param best of all runs: what the machine can do
 * @param median what it did while other programs ran
 */
public record Timing(Benchmark benchmark, int runs, double best, double median) {
  private static final double WARM_UP_SECONDS = 1;
  private static final double MEASURED_SECONDS = 2;
  private static final int MIN_RUNS = 5;
  private static final int MAX_RUNS = 1000;

  /** Runs the operation until the compiler has settled, then times it for two seconds. */
  static Timing of(Benchmark benchmark, Engine engine, JobContext job) {
    Runnable operation = benchmark.setUp().apply(engine);
    double[] milliseconds;
    try {
      repeat(operation, WARM_UP_SECONDS, job);
      milliseconds = repeat(operation, MEASURED_SECONDS, job);
    } finally {
      close(operation);
    }
    Arrays.sort(milliseconds);
    return new Timing(
        benchmark, milliseconds.length, milliseconds[0], milliseconds[milliseconds.length / 2]);
  }

  private static void close(Runnable operation) {
    if (operation instanceof AutoCloseable held) {
      try {
        held.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Times each benchmark on an engine of its own. */
  public static List<Timing> ofAll(
      List<Benchmark> benchmarks, Function<JobContext, Engine> engines, JobContext job) {
    try (JobContext.Task task = job.task("bench", benchmarks.size(), "operations")) {
      return benchmarks.stream()
          .map(
              benchmark -> {
                try (Engine engine = engines.apply(job)) {
                  Timing timing = of(benchmark, engine, job);
                  task.advance(1, benchmark.name());
                  return timing;
                }
              })
          .toList();
    }
  }

  private static double[] repeat(Runnable operation, double seconds, JobContext job) {
    DoubleStream.Builder times = DoubleStream.builder();
    double total = 0;
    for (int run = 0; run < MAX_RUNS && (run < MIN_RUNS || total < seconds); run++) {
      job.checkpoint();
      long start = System.nanoTime();
      operation.run();
      double elapsed = (System.nanoTime() - start) * 1e-9;
      total += elapsed;
      times.add(elapsed * 1e3);
    }
    return times.build().toArray();
  }
}
