package studio.viseme.cli.bench;

import java.util.function.Function;
import studio.viseme.compute.Engine;

/**
 * One operation to be timed.
 *
 * @param name on the command line
 * @param what it does, in a few words with its size
 * @param setUp makes the data and gives the operation; called once, its time doesn't count. An
 *     operation that is {@link AutoCloseable} is closed at the end
 */
public record Benchmark(String name, String what, Function<Engine, Runnable> setUp) {}
