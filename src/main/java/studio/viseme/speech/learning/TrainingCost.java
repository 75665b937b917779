package studio.viseme.speech.learning;

/**
 * What a training took.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all processors
 */
public record TrainingCost(double seconds, double cpuSeconds) {
  TrainingCost and(TrainingCost more) {
    return new TrainingCost(seconds + more.seconds, cpuSeconds + more.cpuSeconds);
  }
}
