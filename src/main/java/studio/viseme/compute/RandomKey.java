package studio.viseme.compute;

/**
 * Names a sequence of random numbers; the same key gives the same draws on every engine and in any
 * order of evaluation.
 *
 * @param seed of the run
 * @param stream tells uses apart (which parameter, which noise)
 * @param step tells times apart, usually the training step
 */
public record RandomKey(long seed, int stream, int step) {}
