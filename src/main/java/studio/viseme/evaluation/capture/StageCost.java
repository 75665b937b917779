package studio.viseme.evaluation.capture;

/**
 * What a stage of analysis took.
 *
 * @param stage its name
 * @param milliseconds of wall time a frame
 * @param cpuMilliseconds of processor time a frame, all threads together
 */
public record StageCost(String stage, double milliseconds, double cpuMilliseconds) {}
