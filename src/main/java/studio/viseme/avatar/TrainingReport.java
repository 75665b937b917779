package studio.viseme.avatar;

/**
 * What a finished run cost.
 *
 * @param seconds wall time over all its parts
 * @param cpuSeconds processor time over all its parts
 */
public record TrainingReport(int steps, double seconds, double cpuSeconds, double finalLoss) {}
