package studio.viseme.avatar;

/**
 * What a finished run cost.
 *
 * @param seconds wall time over all its parts
 * @param cpuSeconds processor time over all its parts
 * @param stepSeconds mean wall time of the optimisation steps that this call took; 0 when it took
 *     none
 */
public record TrainingReport(
    int steps, double seconds, double cpuSeconds, double stepSeconds, double finalLoss) {
  /** The same with what came after the steps. */
  public TrainingReport plus(double moreSeconds, double moreCpuSeconds) {
    return new TrainingReport(
        steps, seconds + moreSeconds, cpuSeconds + moreCpuSeconds, stepSeconds, finalLoss);
  }
}
